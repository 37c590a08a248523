//! What programs get, on every host.

use aro_host_testkit::{ErrorCode, Host, assert_error, assert_value, for_each_host, plugin};
use serde_json::json;

#[test]
fn matches_have_positions_in_characters_and_groups() {
    for_each_host(|host| {
        host.load(plugin!());
        let text = json!({ "memo": "é ada@b.io, Bob@c.io" });
        let found =
            host.run(r#"FindText the <f> from the <memo> with { pattern: "(?<who>[a-z]+)@([a-z.]+)" }."#, text.clone());
        assert_value!(found, {
            "count": 2,
            "matches": [
                { "text": "ada@b.io", "start": 2, "end": 10, "groups": ["ada", "b.io"], "named": { "who": "ada" } },
                { "text": "ob@c.io", "start": 13, "end": 20, "groups": ["ob", "c.io"], "named": { "who": "ob" } },
            ],
        });
        let one =
            host.run(r#"FindText the <f> from the <memo> with { pattern: "BOB", ignore_case: true, limit: 1 }."#, text);
        assert_value!(one, { "count": 1, "matches": [{ "text": "Bob", "start": 12, "end": 15, "groups": [], "named": {} }] });
    });
}

#[test]
fn a_pattern_is_replaced_with_groups_or_as_it_is() {
    for_each_host(|host| {
        host.load(plugin!());
        let swapped = r#"ReplaceText the <r> from "a-b c-d" with { pattern: "(\\w)-(\\w)", replacement: "$2-$1" }."#;
        assert_value!(host.run(swapped, ()), { "text": "b-a d-c", "count": 2 });
        let literal =
            r#"ReplaceText the <r> from "1.5 1x5" with { pattern: "1.5", replacement: "$1", literal: true }."#;
        assert_value!(host.run(literal, ()), { "text": "$1 1x5", "count": 1 });
        let limited = r#"ReplaceText the <r> from "aaa" with { pattern: "a", replacement: "ü", limit: 2 }."#;
        assert_value!(host.run(limited, ()), { "text": "üüa", "count": 2 });
    });
}

#[test]
fn a_text_is_split() {
    for_each_host(|host| {
        host.load(plugin!());
        let split = r#"SplitText the <p> from "a ; b;;c" with { pattern: "\\s*;\\s*" }."#;
        assert_value!(host.run(split, ()), { "parts": ["a", "b", "", "c"], "count": 4 });
        let dropped = r#"SplitText the <p> from "a ; b;;c" with { pattern: "\\s*;\\s*", drop_empty: true }."#;
        assert_value!(host.run(dropped, ()), { "parts": ["a", "b", "c"], "count": 3 });
        let limited = r#"SplitText the <p> from "a,b,c" with { pattern: ",", limit: 2 }."#;
        assert_value!(host.run(limited, ()), { "parts": ["a", "b,c"], "count": 2 });
    });
}

#[test]
fn a_bad_pattern_is_an_error_that_names_it() {
    for_each_host(|host| {
        host.load(plugin!());
        for verb in ["FindText", "SplitText"] {
            let open = format!(r#"{verb} the <f> from "text" with {{ pattern: "(" }}."#);
            assert_error!(
                host.run(&open, ()),
                ErrorCode::InvalidInput,
                "argument \"pattern\": not a regular expression"
            );
            let empty = format!(r#"{verb} the <f> from "text" with {{ pattern: "" }}."#);
            assert_error!(host.run(&empty, ()), ErrorCode::InvalidInput, "expected what to search for");
            let large = format!(r#"{verb} the <f> from "text" with {{ pattern: "(\\w{{500}}){{500}}" }}."#);
            assert_error!(host.run(&large, ()), ErrorCode::ResourceExhausted, "use smaller repetitions");
        }
    });
}

#[test]
fn a_title_becomes_a_slug() {
    for_each_host(|host| {
        host.load(plugin!());
        for (title, slug) in
            [("Hello, World!", "hello-world"), ("Über die Brücke", "uber-die-brucke"), ("北京", "bei-jing")]
        {
            assert_value!(host.run("SlugifyText the <s> from the <title>.", json!({ "title": title })), { "slug": slug });
        }
        assert_value!(host.run(r#"SlugifyText the <s> from "a b" with { separator: "_" }."#, ()), { "slug": "a_b" });
        assert_error!(
            host.run(r#"SlugifyText the <s> from "?!"."#, ()),
            ErrorCode::InvalidInput,
            "no letters or digits"
        );
    });
}

#[test]
fn the_qualifier_makes_the_same_slug() {
    let mut host = Host::eager();
    host.load(plugin!());
    assert_value!(host.run("Compute the <s: Text.slug> from the <title>.", json!({ "title": "A b" })), "a-b");
}

#[test]
fn two_texts_are_compared_by_lines() {
    for_each_host(|host| {
        host.load(plugin!());
        let texts = json!({ "old": "a\nb\nc\n", "new": "a\nB\nc\nd\n" });
        let diff = host.run("DiffTexts the <d> from the <old> with { changed: <new>, context: 0 }.", texts).unwrap();
        let diff = diff.value().expect("a diff");
        assert_eq!((&diff["added"], &diff["removed"], &diff["same"]), (&json!(2), &json!(1), &json!(false)));
        assert_eq!(diff["diff"], "--- original\n+++ changed\n@@ -2 +2 @@\n-b\n+B\n@@ -3,0 +4 @@\n+d\n");
        assert_value!(host.run(r#"DiffTexts the <d> from "x" with { changed: "x" }."#, ()), {
            "diff": "", "added": 0, "removed": 0, "same": true, "similarity": 1.0,
        });
    });
}

#[test]
fn a_template_gets_values_and_cannot_run_for_ever() {
    for_each_host(|host| {
        host.load(plugin!());
        let list = r#"RenderTemplate the <t> from "{% for x in items %}{{ x.name|upper }};{% endfor %}" with { values: { items: [{ name: "a" }, { name: "b" }] } }."#;
        assert_value!(host.run(list, ()), { "text": "A;B;" });
        let html = r#"RenderTemplate the <t> from "<b>{{ x }}</b>" with { values: { x: "1 < 2" }, escape: "html" }."#;
        assert_value!(host.run(html, ()), { "text": "<b>1 &lt; 2</b>" });
        let unknown = r#"RenderTemplate the <t> from "{{ nobody }}" with { values: {} }."#;
        assert_error!(host.run(unknown, ()), ErrorCode::InvalidInput, "undefined");
        let open = r#"RenderTemplate the <t> from "{% if %}"."#;
        assert_error!(host.run(open, ()), ErrorCode::InvalidInput, "cannot be rendered");
        let endless = r#"RenderTemplate the <t> from "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}"."#;
        assert_error!(host.run(endless, ()), ErrorCode::ResourceExhausted, "was stopped");
    });
}

#[test]
fn the_program_of_the_readme_prints_what_the_readme_says() {
    let readme = include_str!("../README.md");
    let block = |language: &str| readme.split_once(&format!("```{language}\n")).unwrap().1.split_once("```").unwrap().0;
    let mut host = Host::eager();
    host.load(plugin!());
    let outcome = host.run_application(block("aro")).unwrap();
    assert_eq!(outcome.output, block("text").lines().collect::<Vec<_>>());
}
