//! Descriptions that have no header, and what is said of them.

use aro_host_testkit::header::TypedExports;

use super::ORDINARY;

/// The message for the ordinary description with something replaced.
fn message(from: &str, to: &str) -> String {
    assert!(ORDINARY.contains(from), "{from}");
    TypedExports::from_json(&ORDINARY.replacen(from, to, 1)).expect_err(to).to_string()
}

#[test]
fn what_is_not_the_json_of_a_description_is_refused_with_its_place() {
    for json in ["", "[]", "null", "{}", "{\"typed_abi\": \"1\"}", "{\"typed_abi\": 1}", "\u{0}"] {
        let message = TypedExports::from_json(json).expect_err(json).to_string();
        assert!(
            message.contains("not the JSON that a library's `<crate>_describe` function returns"),
            "{json}: {message}"
        );
        assert!(message.contains("line 1") || message.contains("missing field"), "{json}: {message}");
    }
}

#[test]
fn another_version_is_refused_whatever_else_it_has() {
    let message = TypedExports::from_json("{\"typed_abi\": 2, \"functions\": 7}").expect_err("version 2").to_string();
    assert!(
        message.starts_with("the library has version 2 of the typed ABI, and this testkit reads version 1"),
        "{message}"
    );
}

#[test]
fn a_description_that_is_not_complete_is_refused_with_the_librarys_reason() {
    let message = message("\"types\":", "\"error\": \"too early\", \"types\":");
    assert_eq!(message, "the library's description is not complete: too early");
}

#[test]
fn a_symbol_that_is_no_c_identifier_is_refused() {
    for bad in ["geometry_größe", "geometry-add", "9lives", "", "int", "a b", "size_t", "__func__"] {
        let message = message("\"symbol\": \"geometry_add\"", &format!("\"symbol\": \"{bad}\""));
        assert!(message.starts_with(&format!("the function `add`: `{bad}` is no C identifier")), "{message}");
    }
}

#[test]
fn a_crate_or_a_hash_that_cannot_be_written_is_refused() {
    let krate = message("\"crate\": \"geometry\"", "\"crate\": \"geo metry\"");
    assert!(krate.starts_with("the crate: `geo metry` is no C identifier"), "{krate}");
    let hash = message("0f3a5c7e9b1d2f40", "\\\" evil");
    assert!(hash.contains("expected hexadecimal digits"), "{hash}");
    // Fine as a crate's name: only macros begin with it.
    assert!(TypedExports::from_json(&ORDINARY.replace("\"crate\": \"geometry\"", "\"crate\": \"complex\"")).is_ok());
}

#[test]
fn two_items_of_one_name_are_refused() {
    assert!(
        message("\"symbol\": \"geometry_add\"", "\"symbol\": \"geometry_log\"")
            .starts_with("the function `add` and the function `log` are both called `geometry_log` in C")
    );
    for (symbol, other) in [
        ("geometry_Point", "the type `Point`"),
        ("geometry_Color_Red", "the variant `Color::Red`"),
        ("geometry_free", "the function that frees memory"),
        ("AroError", "something that every header declares"),
        ("GEOMETRY_H", "something that every header declares"),
        ("ARO_TIMEOUT", "something that every header declares"),
    ] {
        let message = message("\"symbol\": \"geometry_add\"", &format!("\"symbol\": \"{symbol}\""));
        assert!(message.starts_with(&format!("{other} and the function `add` are both called")), "{message}");
    }
}

#[test]
fn a_type_that_is_not_declared_is_refused_where_it_is_used() {
    let cases = [
        ("\"type\": \"f64\"", "\"type\": \"Nothing\"", "the field `x` of the struct `Point`"),
        ("\"of\": \"i32\", \"docs\"", "\"of\": \"Nothing\", \"docs\"", "the parameter `a` of the function `add`"),
        ("\"of\": \"i32\", \"optional\"", "\"of\": \"Nothing\", \"optional\"", "the result of the function `add`"),
        ("\"type\": \"i32\"", "\"type\": \"Nothing\"", "the enum `Color`"),
        (
            "\"kind\": \"object\", \"of\": \"Counter\"",
            "\"kind\": \"object\", \"of\": \"Nothing\"",
            "the result of the function `new`",
        ),
    ];
    for (from, to, item) in cases {
        let message = message(from, to);
        assert!(message.starts_with(&format!("{item} has the type `Nothing`")), "{message}");
    }
}

#[test]
fn an_object_is_no_value_and_a_struct_no_object() {
    let object = message("\"of\": \"i32\", \"docs\"", "\"of\": \"Counter\", \"docs\"");
    assert!(
        object.contains("has the type `Counter`, which is an object; expected a number, an enum or a struct"),
        "{object}"
    );
    let structure = message("\"kind\": \"object\", \"of\": \"Counter\"", "\"kind\": \"object\", \"of\": \"Point\"");
    assert!(structure.contains("has the type `Point`, which is a struct; expected an object"), "{structure}");
}

#[test]
fn types_without_members_and_types_that_contain_themselves_are_refused() {
    let from = "\"fields\": [\n      {\"name\": \"x\", \"type\": \"f64\", \"offset\": 0, \"docs\": \"\"}, {\"name\": \"y\", \"type\": \"f64\", \"offset\": 8, \"docs\": \"\"}]";
    assert!(message(from, "\"fields\": []").starts_with("the struct `Point` has no fields"));
    assert!(message("\"type\": \"f64\"", "\"type\": \"Segment\"").contains("contains itself"));
    let from = "\"variants\": [\n      {\"name\": \"Red\", \"value\": 0, \"docs\": \"As a rose.\"}, {\"name\": \"Blue\", \"value\": 7, \"docs\": \"\"}]";
    assert!(message(from, "\"variants\": []").starts_with("the enum `Color` has no variants"));
}
