//! What the items of the examples take.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::LazyLock;
use std::thread;

use serde_json::{Value, json};

/// The example plugins in the workspace.
pub(crate) const EXAMPLES: &[&str] = &["audit", "collections", "csv", "kv-store", "validator"];
/// Those with workspaces of their own.
pub(crate) const OWN_WORKSPACES: &[&str] = &["crypto", "http", "media", "sql", "text"];

/// Plugins that depend on crates with a thread-local that has a destructor, and on others that keep
/// tables in statics. The first keep the library mapped, so the tables are still in use at the end:
/// what memcheck calls reachable, and possibly lost where a table has addresses inside of blocks.
///
/// `http`: ureq waits at a channel of `std`, and keeps header values. `text`: minijinja has both.
pub(crate) const STAY_MAPPED: &[&str] = &["http", "text"];

/// A picture of one pixel, as base64.
const PIXEL: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

/// What `HashPassword` makes of `secret`, at the lowest costs.
const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$pXy97ITg4grnTIaGjUzarA$n3p8FJkG1jyuh3GpWDtk20c5FqPbuBreqcIi5/yzUh4";

/// An input that an item of an example accepts.
///
/// # Panics
///
/// If the item is not known here.
pub(crate) fn of(example: &str, item: &str) -> Value {
    match (example, item) {
        ("audit", "RecordAudit") => json!({ "event": "Login", "actor": "ada", "details": { "from": "here" } }),
        ("audit", _) => {
            json!({ "events": "*" })
        }
        ("collections", _) => json!({ "value": [3, 1, 2, 3], "type": "List", "_with": { "size": 2, "count": 2 } }),
        ("csv", "FormatCSV") => json!({ "data": [{ "a": 1, "b": "ü" }, { "a": 2, "b": null }] }),
        ("csv", _) => json!({ "data": "a,b\n1,\"2\n3\"" }),
        ("kv-store", "service:put") => json!({ "key": "k", "value": { "n": [1, 2.5, "ü\"\\"] } }),
        ("kv-store", "service:get") => json!({ "key": "k", "default": 0 }),
        ("kv-store", "service:increment") => json!({ "key": "n", "amount": 2 }),
        ("kv-store", _) => json!({ "key": "k", "prefix": "" }),
        ("validator", _) => json!({ "data": "a@b.io" }),
        ("crypto", "HashBytes") => json!({ "bytes": "AAEC" }),
        ("crypto", "HashPassword") => json!({ "password": "secret", "memory": 8, "iterations": 1 }),
        ("crypto", "VerifyPassword") => json!({ "password": "secret", "hash": HASH }),
        ("crypto", _) => {
            json!({ "text": "é", "key": "k", "signature": "00", "given": "a", "expected": "a", "bytes": 16 })
        }
        ("media", _) => json!({ "image": PIXEL, "format": "jpeg", "width": 4, "height": 4 }),
        ("http", _) => json!({ "url": server(), "retries": 0 }),
        ("sql", "service:query") => json!({ "statement": "SELECT 1 AS one, 'ü' AS two" }),
        ("sql", "service:execute") => json!({ "statement": "CREATE TABLE IF NOT EXISTS t (a, b)" }),
        ("sql", "service:transaction") => {
            json!({ "statements": [{ "statement": "CREATE TABLE IF NOT EXISTS t (a, b)" }] })
        }
        ("text", "slug") => json!({ "value": "Ä b", "type": "String" }),
        ("text", "RenderTemplate") => json!({ "template": "{{ a }}", "values": { "a": 1 } }),
        ("text", "DiffTexts") => json!({ "original": "a\nb\n", "changed": "a\nc\n" }),
        ("text", _) => json!({ "text": "a é b", "pattern": "[a-z]", "replacement": "x" }),
        _ => panic!("write a sample for `{item}` of {example}"),
    }
}

/// The address of a server that answers every request.
fn server() -> &'static str {
    static ADDRESS: LazyLock<String> = LazyLock::new(|| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                // Up to the empty line after the headers.
                let lines = BufReader::new(&connection).lines();
                lines.take_while(|line| line.as_ref().is_ok_and(|line| !line.is_empty())).for_each(drop);
                let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        address
    });
    &ADDRESS
}
