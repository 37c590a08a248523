//! What programs get, on every host.

use aro_host_testkit::{ErrorCode, Host, assert_error, assert_value, for_each_host, plugin};
use serde_json::{Value, json};

/// The value under `key` of what a statement bound.
fn member(host: &Host<'_>, statement: &str, variables: Value, key: &str) -> Value {
    let outcome = host.run(statement, variables).unwrap();
    outcome.value().unwrap_or_else(|| panic!("{statement} gave {outcome:?}"))[key].clone()
}

#[test]
fn hashes_are_those_of_the_standard() {
    // FIPS 180-4, the examples for "abc"; base64 "YWJj" is the same text.
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for_each_host(|host| {
        host.load(plugin!());
        assert_value!(host.run(r#"HashText the <d> from "abc"."#, ()), { "hash": sha256, "algorithm": "sha256" });
        assert_value!(host.run(r#"HashBytes the <d> from "YWJj"."#, ()), { "hash": sha256, "algorithm": "sha256" });
        let sha512 = r#"HashText the <d> from "abc" with { algorithm: "sha512", encoding: "base64" }."#;
        assert_value!(host.run(sha512, ()), {
            "hash": "3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==",
            "algorithm": "sha512",
        });
        let unknown = r#"HashText the <d> from "abc" with { algorithm: "md5" }."#;
        assert_error!(host.run(unknown, ()), ErrorCode::InvalidInput, "algorithm");
        assert_error!(host.run(r#"HashBytes the <d> from "not base64"."#, ()), ErrorCode::InvalidInput, "base64");
    });
}

#[test]
fn a_signature_is_that_of_rfc_4231_and_verifies() {
    for_each_host(|host| {
        host.load(plugin!());
        // RFC 4231, test case 2.
        let signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let sign = r#"SignText the <s> from "what do ya want for nothing?" with { key: "Jefe" }."#;
        assert_value!(host.run(sign, ()), { "signature": signature });
        for (given, valid) in [
            (signature.to_owned(), true),
            (signature.to_uppercase(), true),
            (signature.replace('5', "6"), false),
            (signature[2..].to_owned(), false),
            (String::new(), false),
        ] {
            let verify = r#"VerifySignature the <c> from "what do ya want for nothing?" with { key: "Jefe", signature: <given> }."#;
            assert_value!(host.run(verify, json!({ "given": given })), { "valid": valid });
        }
        let text = r#"VerifySignature the <c> from "text" with { key: "k", signature: "xyz" }."#;
        assert_error!(host.run(text, ()), ErrorCode::InvalidInput, "argument \"signature\": expected hex text");
        let empty = r#"SignText the <s> from "text" with { key: "" }."#;
        assert_error!(host.run(empty, ()), ErrorCode::InvalidInput, "got the empty string");
    });
}

#[test]
fn tokens_differ_and_have_the_length_that_was_asked_for() {
    for_each_host(|host| {
        host.load(plugin!());
        let first = member(host, "GenerateToken the <t> with { bytes: 32 }.", json!({}), "token");
        let second = member(host, "GenerateToken the <t> with { bytes: 32 }.", json!({}), "token");
        assert_ne!(first, second);
        assert_eq!(first.as_str().unwrap().len(), 43);
        let hex = member(host, r#"GenerateToken the <t> with { bytes: 16, encoding: "hex" }."#, json!({}), "token");
        assert_eq!(hex.as_str().unwrap().len(), 32);
        assert_error!(
            host.run("GenerateToken the <t> with { bytes: 8 }.", ()),
            ErrorCode::InvalidInput,
            "expected 16 to"
        );
    });
}

#[test]
fn a_password_verifies_against_its_own_hash_only() {
    for_each_host(|host| {
        host.load(plugin!());
        let hash = "HashPassword the <h> from the <password> with { memory: 64, iterations: 1 }.";
        let kept = member(host, hash, json!({ "password": "correct horse" }), "hash");
        let again = member(host, hash, json!({ "password": "correct horse" }), "hash");
        assert!(kept.as_str().unwrap().starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        assert_ne!(kept, again, "each has a salt of its own");
        for (password, valid) in [("correct horse", true), ("Correct horse", false), ("", false)] {
            let variables = json!({ "entered": password, "kept": kept });
            let verify = "VerifyPassword the <c> from the <entered> with { hash: <kept> }.";
            assert_value!(host.run(verify, variables), { "valid": valid });
        }
        let other = r#"VerifyPassword the <c> from "secret" with { hash: "5f4dcc3b5aa765d61d8327deb882cf99" }."#;
        assert_error!(host.run(other, ()), ErrorCode::InvalidInput, "expected what `HashPassword` returned");
        assert_error!(host.run(r#"HashPassword the <h> from ""."#, ()), ErrorCode::InvalidInput, "expected 1 to");
        let high = r#"HashPassword the <h> from "secret" with { memory: 4000000000 }."#;
        assert_error!(host.run(high, ()), ErrorCode::InvalidInput, "the costs are too high");
    });
}

#[test]
fn secrets_are_compared() {
    for_each_host(|host| {
        host.load(plugin!());
        for (given, valid) in [("token", true), ("Token", false), ("toke", false), ("", false)] {
            let compare = r#"CompareSecrets the <c> from the <entered> with { expected: "token" }."#;
            assert_value!(host.run(compare, json!({ "entered": given })), { "valid": valid });
        }
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
