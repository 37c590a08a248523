//! What programs get, on every host. Each has a database of its own, in a child process.

use aro_host_testkit::isolation::Session;
use aro_host_testkit::{ErrorCode, Host, assert_error, assert_value, for_each_host, plugin};

/// Loads the plugin with an empty database in memory.
fn load(host: &mut Host<'_>) {
    let library = plugin!().path().to_owned();
    host.load(Session::isolated(library).unwrap().env("ARO_SQL_PATH", ":memory:").into_plugin().unwrap());
}

const TABLE: &str = r#"Call the <t> from the <sql: execute> with { statement: "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB)" }."#;

#[test]
fn rows_are_inserted_and_found() {
    for_each_host(|host| {
        load(host);
        assert_value!(host.run(TABLE, ()), { "changes": 0, "last_id": 0 });
        let insert = r#"Call the <i> from the <sql: execute> with { statement: "INSERT INTO t (name) VALUES (?), (?)", parameters: ["Ada", "Bob"] }."#;
        assert_value!(host.run(insert, ()), { "changes": 2, "last_id": 2 });
        let found = r#"Call the <f> from the <sql: query> with { statement: "SELECT * FROM t WHERE name = :name", parameters: { name: "Bob" } }."#;
        assert_value!(host.run(found, ()), {
            "rows": [{ "id": 2, "name": "Bob" }], "columns": ["id", "name", "data"], "count": 1,
        });
    });
}

#[test]
fn every_kind_of_value_goes_in_and_comes_out() {
    for_each_host(|host| {
        load(host);
        let query = r#"Call the <v> from the <sql: query> with { statement: "SELECT ? AS i, ? AS r, ? AS t, ? AS b, ? AS d, NULL AS n", parameters: [7, 2.5, "é", true, { base64: "AAH/" }] }."#;
        assert_value!(host.run(query, ()), {
            "rows": [{ "i": 7, "r": 2.5, "t": "é", "b": 1, "d": "AAH/" }],
            "columns": ["i", "r", "t", "b", "d", "n"],
            "count": 1,
        });
    });
}

#[test]
fn a_text_from_outside_stays_a_text() {
    for_each_host(|host| {
        load(host);
        let query = r#"Call the <v> from the <sql: query> with { statement: "SELECT ? AS t", parameters: ["'; DROP TABLE t; --"] }."#;
        assert_value!(host.run(query, ()), { "rows": [{ "t": "'; DROP TABLE t; --" }], "columns": ["t"], "count": 1 });
    });
}

#[test]
fn of_a_transaction_all_counts_or_nothing() {
    for_each_host(|host| {
        load(host);
        host.run(TABLE, ()).unwrap();
        let both = r#"Call the <b> from the <sql: transaction> with { statements: [
            { statement: "INSERT INTO t (name) VALUES (?)", parameters: ["Ada"] },
            { statement: "UPDATE t SET name = 'Bob'" }] }."#;
        assert_value!(host.run(both, ()), { "result": [{ "changes": 1, "last_id": 1 }, { "changes": 1, "last_id": 1 }] });
        let half = r#"Call the <h> from the <sql: transaction> with { statements: [
            { statement: "DELETE FROM t" },
            { statement: "INSERT INTO nowhere VALUES (1)" }] }."#;
        assert_error!(host.run(half, ()), ErrorCode::InvalidInput, "statements[1], so none of them counts");
        let count = r#"Call the <c> from the <sql: query> with { statement: "SELECT count(*) AS n FROM t" }."#;
        assert_value!(host.run(count, ()), { "rows": [{ "n": 1 }], "columns": ["n"], "count": 1 });
    });
}

#[test]
fn a_wrong_call_is_an_error_that_says_what_to_do() {
    for_each_host(|host| {
        load(host);
        for (method, statement, message) in [
            ("query", r#"statement: "SELEC 1""#, "syntax error"),
            ("query", r#"statement: "SELECT * FROM nowhere""#, "no such table"),
            ("query", r#"statement: " ; ""#, "there is no SQL in it"),
            ("query", r#"statement: "SELECT 1; SELECT 2""#, "expected one SQL statement, got more"),
            ("query", r#"statement: "SELECT 1 AS a, 2 AS a""#, "two columns are named \"a\""),
            ("query", r#"statement: "CREATE TABLE a (b)""#, "call `execute` for it"),
            ("execute", r#"statement: "SELECT 1""#, "call `query` for it"),
            ("query", r#"statement: "SELECT ?""#, "the statement has 1 of them, got 0"),
            ("query", r#"statement: "SELECT :a", parameters: { b: 1 }"#, "the statement has no :b"),
            ("query", r#"statement: "SELECT ?", parameters: [[1]]"#, "[0] is a list"),
            ("query", r#"statement: "SELECT ?", parameters: [{ base64: "?" }]"#, "[0].base64 is no base64 text"),
            ("query", r#"statement: "SELECT ?", parameters: 7"#, "a list for `?`, or an object for `:name`"),
        ] {
            let statement = format!("Call the <x> from the <sql: {method}> with {{ {statement} }}.");
            assert_error!(host.run(&statement, ()), ErrorCode::InvalidInput, message);
        }
        let many =
            r#"Call the <x> from the <sql: query> with { statement: "SELECT 1 AS a UNION SELECT 2", limit: 1 }."#;
        assert_error!(host.run(many, ()), ErrorCode::ResourceExhausted, "more than 1 rows");
    });
}

#[test]
fn what_was_acknowledged_is_in_the_file_for_the_next_process() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    for round in 0..2 {
        let mut host = Host::eager();
        let library = plugin!().path().to_owned();
        host.load(Session::isolated(library).unwrap().env("ARO_SQL_PATH", &file).into_plugin().unwrap());
        let make = r#"Call the <m> from the <sql: execute> with { statement: "CREATE TABLE IF NOT EXISTS n (i)" }."#;
        host.run(make, ()).unwrap();
        let count = r#"Call the <c> from the <sql: query> with { statement: "SELECT count(*) AS n FROM n" }."#;
        assert_value!(host.run(count, ()), { "rows": [{ "n": round }], "columns": ["n"], "count": 1 });
        host.run(r#"Call the <i> from the <sql: execute> with { statement: "INSERT INTO n VALUES (1)" }."#, ())
            .unwrap();
    }
}

#[test]
fn a_file_that_is_no_database_fails_init_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "no database, but long enough to be read as one".repeat(40)).unwrap();
    let mut host = Host::eager();
    let library = plugin!().path().to_owned();
    host.load(Session::isolated(library).unwrap().env("ARO_SQL_PATH", &file).into_plugin().unwrap());
    let query = r#"Call the <v> from the <sql: query> with { statement: "SELECT 1" }."#;
    assert_error!(host.run(query, ()), ErrorCode::InvalidState, "notes.txt (set ARO_SQL_PATH for another)");
}

#[test]
fn the_program_of_the_readme_prints_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let block = |language: &str| readme.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let mut host = Host::eager();
    load(&mut host);
    let outcome = host.run_application(block("aro")).unwrap();
    assert_eq!(outcome.output, block("text").lines().collect::<Vec<_>>());
}
