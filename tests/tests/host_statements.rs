//! Plugins made with the SDK, in the hosts of the testkit.

use aro_host_testkit::{ErrorCode, HostPath, Plugin, assert_error, assert_value, for_each_host};
use serde_json::json;

fn csv() -> Plugin {
    Plugin::build(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/csv")).unwrap()
}

#[test]
fn a_statement_with_arguments_gives_the_same_value_on_every_host() {
    let value = for_each_host(|host| {
        host.load(csv());
        let text = json!({ "text": "name,path\nAda,a/b\n" });
        let parsed = host.run("ParseCSV the <table> from the <text> with { headers: true }.", text).unwrap();
        parsed.value().unwrap().clone()
    });
    assert!(value.to_string().contains(r#""path":"a/b""#), "{value}");
}

#[test]
fn the_short_way_runs_a_statement_on_the_eager_host() {
    let plugin = csv();
    let outcome = plugin.run("ParseCSV the <table> from the <text> with { headers: false }.", json!({ "text": "a,b" }));
    let outcome = outcome.unwrap();
    assert_eq!(outcome.path(), HostPath::Eager);
    assert!(outcome.value().unwrap().to_string().contains(r#"["a","b"]"#), "{outcome}");
    assert_eq!(plugin.outstanding(), 0);
}

#[test]
fn an_error_of_the_sdk_has_its_code_on_every_host_whether_it_is_bound_or_thrown() {
    for_each_host(|host| {
        host.load(csv());
        let outcome = host.run("ParseCSV the <table> from 42.", ()).unwrap();
        assert_error!(outcome, ErrorCode::InvalidInput, "got the integer 42");
        let interpreter = matches!(host.path(), HostPath::Eager | HostPath::Lazy);
        assert_eq!(outcome.thrown().is_none(), interpreter, "{outcome}");
    });
}

#[test]
fn what_a_program_bound_is_there_for_its_next_statement() {
    for_each_host(|host| {
        host.load(csv());
        let program = r#"
            Create the <text> with "a,b\n1,2\n".
            ParseCSV the <table> from the <text>.
            FormatCSV the <again> from the <table: rows>.
        "#;
        let outcomes = host.run_program(program, ()).unwrap();
        assert_value!(&outcomes[0], "a,b\n1,2\n");
        assert_eq!(outcomes.len(), 3, "{}", outcomes.last().unwrap());
    });
}
