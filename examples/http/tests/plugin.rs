//! What programs get, on every host, from a server of the test's own.

mod server;

use aro_host_testkit::{ErrorCode, Host, assert_error, for_each_host, plugin};
use serde_json::json;
use server::{Answer, http, serve};

#[test]
fn an_answer_has_its_status_headers_and_body() {
    for_each_host(|host| {
        host.load(plugin!());
        let server = serve(vec![http("200 OK", "X-One: 1\r\nX-One: 2\r\n", "sunny")]);
        let outcome = host
            .run("FetchURL the <a> from the <address>.", json!({ "address": format!("{}/w?q=1", server.url) }))
            .unwrap();
        let reply = outcome.value().unwrap();
        assert_eq!((&reply["status"], &reply["ok"], &reply["attempts"]), (&json!(200), &json!(true), &json!(1)));
        assert_eq!((&reply["body"], &reply["encoding"]), (&json!("sunny"), &json!("utf-8")));
        assert_eq!(reply["headers"]["x-one"], "1, 2");
        let received = server.received.recv().unwrap();
        assert_eq!(received.line, "GET /w?q=1 HTTP/1.1");
        assert!(
            received.headers.iter().any(|header| header == "user-agent: http-client/0.1.0"),
            "{:?}",
            received.headers
        );
    });
}

#[test]
fn json_is_sent_and_read() {
    for_each_host(|host| {
        host.load(plugin!());
        let server = serve(vec![http("201 Created", "Content-Type: application/json\r\n", r#"{"id":7}"#)]);
        let statement = r#"FetchURL the <a> from the <address> with { method: "post", body: { name: "Ada" }, headers: { authorization: "Bearer x" } }."#;
        let outcome = host.run(statement, json!({ "address": server.url })).unwrap();
        let reply = outcome.value().unwrap();
        assert_eq!((&reply["status"], &reply["json"]), (&json!(201), &json!({ "id": 7 })));
        let received = server.received.recv().unwrap();
        assert_eq!((received.line.as_str(), received.body.as_str()), ("POST / HTTP/1.1", r#"{"name":"Ada"}"#));
        for header in ["content-type: application/json", "authorization: Bearer x"] {
            assert!(received.headers.iter().any(|sent| sent == header), "{header} in {:?}", received.headers);
        }
    });
}

#[test]
fn a_status_that_tells_a_failure_is_a_reply() {
    for_each_host(|host| {
        host.load(plugin!());
        let server = serve(vec![http("404 Not Found", "", "no")]);
        let outcome = host.run("FetchURL the <a> from the <address>.", json!({ "address": server.url })).unwrap();
        let reply = outcome.value().unwrap();
        assert_eq!((&reply["status"], &reply["ok"], &reply["body"]), (&json!(404), &json!(false), &json!("no")));
    });
}

#[test]
fn a_body_that_is_no_text_is_base64() {
    let mut host = Host::eager();
    host.load(plugin!());
    let server = serve(vec![http("200 OK", "", [0xFF, 0x00])]);
    let outcome = host.run("FetchURL the <a> from the <address>.", json!({ "address": server.url })).unwrap();
    let reply = outcome.value().unwrap();
    assert_eq!((&reply["body"], &reply["encoding"]), (&json!("/wA="), &json!("base64")));
}

#[test]
fn a_request_is_repeated_if_that_may_help_and_does_no_harm() {
    let mut host = Host::eager();
    host.load(plugin!());
    let get = "FetchURL the <a> from the <address>.";
    for failure in [http("503 Service Unavailable", "Retry-After: 0\r\n", "later"), Answer::Close] {
        let server = serve(vec![failure.clone(), failure, http("200 OK", "", "now")]);
        let outcome = host.run(get, json!({ "address": server.url })).unwrap();
        let reply = outcome.value().unwrap();
        assert_eq!((&reply["status"], &reply["attempts"]), (&json!(200), &json!(3)));
    }
    let server = serve(vec![http("503 Service Unavailable", "Retry-After: 0\r\n", "later")]);
    let post = r#"FetchURL the <a> from the <address> with { method: "POST", body: "x" }."#;
    let outcome = host.run(post, json!({ "address": server.url })).unwrap();
    assert_eq!(outcome.value().unwrap()["attempts"], 1);
}

#[test]
fn no_answer_in_time_is_error_4_and_no_server_is_error_5() {
    for_each_host(|host| {
        host.load(plugin!());
        let server = serve(vec![Answer::Nothing]);
        let statement = "FetchURL the <a> from the <address> with { timeout: 0.2 }.";
        assert_error!(host.run(statement, json!({ "address": server.url })), ErrorCode::Timeout, "within 0.2 seconds");
        // Nobody listens on the port of a listener that was closed.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let address = json!({ "address": format!("http://{closed}/") });
        let statement = "FetchURL the <a> from the <address> with { retries: 0 }.";
        assert_error!(host.run(statement, address), ErrorCode::ConnectionFailed, "cannot be reached");
    });
}

#[test]
fn an_answer_that_is_too_long_is_error_8() {
    for_each_host(|host| {
        host.load(plugin!());
        let server = serve(vec![http("200 OK", "", "x".repeat(1000))]);
        let statement = "FetchURL the <a> from the <address> with { max_bytes: 999 }.";
        assert_error!(
            host.run(statement, json!({ "address": server.url })),
            ErrorCode::ResourceExhausted,
            "longer than 999 bytes"
        );
    });
}

#[test]
fn a_wrong_argument_is_an_error_that_names_it() {
    for_each_host(|host| {
        host.load(plugin!());
        for (statement, message) in [
            (
                r#"FetchURL the <a> from "ftp://example.com/"."#,
                "argument \"url\": expected a URL that begins with http:// or https://",
            ),
            (r#"FetchURL the <a> from "no url"."#, "argument \"url\""),
            (
                r#"FetchURL the <a> from "http://localhost/" with { method: "BREW" }."#,
                "argument \"method\": expected one of",
            ),
            (r#"FetchURL the <a> from "http://localhost/" with { timeout: 0 }."#, "argument \"timeout\""),
            (
                r#"FetchURL the <a> from "http://localhost/" with { retries: 11 }."#,
                "argument \"retries\": expected at most 10",
            ),
            (
                r#"FetchURL the <a> from "http://localhost/" with { body: "x" }."#,
                "argument \"body\": a GET request has none",
            ),
            (r#"FetchURL the <a> from "http://localhost/" with { headers: { "a b": "c" } }."#, "argument \"headers\""),
        ] {
            assert_error!(host.run(statement, ()), ErrorCode::InvalidInput, message);
        }
    });
}

#[test]
fn the_program_of_the_readme_prints_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let block = |language: &str| readme.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let server = serve(vec![http("200 OK", "", "sunny")]);
    let mut host = Host::eager();
    host.load(plugin!());
    let outcome = host.run_application(&block("aro").replace("http://localhost:8080", &server.url)).unwrap();
    assert_eq!(outcome.output, block("text").lines().collect::<Vec<_>>());
}
