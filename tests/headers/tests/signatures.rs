//! The header that the testkit generates declares what cbindgen declares for the functions written
//! by hand, and bindgen reads back from it what was written.
//!
//! Both headers are read by bindgen, that is by libclang, so what is compared is what a C compiler
//! understands: types after all aliases, in the order of parameters and fields.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use aro_host_testkit::{TypedLibrary, build_cdylib};
use aro_host_testkit::header::TypedExports;
use quote::ToTokens as _;
use syn::{Fields, FnArg, ForeignItem, Item, ReturnType, Signature, Type};

/// Functions, structs and constants by name, each as one line.
type Declared = BTreeMap<String, String>;

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn generated() -> TypedExports {
    let library = build_cdylib(folder().join("../../examples/geometry")).unwrap_or_else(|error| panic!("{error}"));
    let library = TypedLibrary::open(library).unwrap_or_else(|error| panic!("{error}"));
    TypedExports::of(&library).unwrap_or_else(|error| panic!("{error}"))
}

/// What bindgen reads from a header.
fn read_back(header: &str) -> Declared {
    let bindings = bindgen::Builder::default()
        .header_contents("header.h", header)
        .allowlist_item("geometry_.*|AroError")
        .layout_tests(false)
        .generate()
        .unwrap_or_else(|error| panic!("{error}"));
    declared(&syn::parse_file(&bindings.to_string()).expect("bindgen writes Rust"))
}

/// The declarations of a Rust file, with type aliases resolved.
fn declared(file: &syn::File) -> Declared {
    let aliases: BTreeMap<String, String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Type(alias) => Some((alias.ident.to_string(), plain(&alias.ty))),
            _ => None,
        })
        .collect();
    let mut declared = Declared::new();
    for item in &file.items {
        match item {
            Item::Fn(function) => add_function(&mut declared, &function.sig, &aliases),
            Item::ForeignMod(block) => {
                for item in &block.items {
                    if let ForeignItem::Fn(function) = item {
                        add_function(&mut declared, &function.sig, &aliases);
                    }
                }
            }
            Item::Struct(item) => {
                let Fields::Named(fields) = &item.fields else { continue };
                let mut line = String::new();
                for field in &fields.named {
                    let name = field.ident.as_ref().expect("a field has a name");
                    let _ = write!(line, "{name}: {}; ", resolved(&field.ty, &aliases));
                }
                declared.insert(item.ident.to_string(), line);
            }
            _ => {}
        }
    }
    declared
}

fn add_function(declared: &mut Declared, signature: &Signature, aliases: &BTreeMap<String, String>) {
    let mut line = String::new();
    for param in &signature.inputs {
        let FnArg::Typed(param) = param else { panic!("a function in C has no `self`") };
        // bindgen calls a parameter `self_` that is `self` in C.
        let name = param.pat.to_token_stream().to_string();
        let _ = write!(line, "{}: {}, ", name.trim_end_matches('_'), resolved(&param.ty, aliases));
    }
    if let ReturnType::Type(_, ty) = &signature.output {
        let _ = write!(line, "-> {}", resolved(ty, aliases));
    }
    declared.insert(signature.ident.to_string(), line);
}

/// A type without its path and without blanks.
fn plain(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    let words = text.split(' ').filter(|word| !word.is_empty() && *word != "::");
    // Of `std :: os :: raw :: c_char` the last word is the name.
    let words: Vec<&str> = words.filter(|word| !["std", "os", "raw"].contains(word)).collect();
    words.join(" ")
}

/// The same with aliases replaced, and C's names of numbers by Rust's.
fn resolved(ty: &Type, aliases: &BTreeMap<String, String>) -> String {
    let words: Vec<String> = plain(ty)
        .split(' ')
        .map(|word| {
            let mut word = word.to_owned();
            while let Some(other) = aliases.get(&word) {
                word = other.clone();
            }
            match word.as_str() {
                "c_int" => "i32".to_owned(),
                "c_uint" => "u32".to_owned(),
                _ => word,
            }
        })
        .collect();
    words.join(" ")
}

fn assert_same(left: (&str, &Declared), right: (&str, &Declared)) {
    for name in left.1.keys().chain(right.1.keys()) {
        let [of_left, of_right] =
            [left.1, right.1].map(|declared| declared.get(name).map_or("(nothing)", String::as_str));
        assert_eq!(of_left, of_right, "`{name}` in {} and in {}", left.0, right.0);
    }
}

/// Whether bindgen finds libclang; says so if not.
fn can_read_headers() -> bool {
    let found = std::panic::catch_unwind(bindgen::clang_version).is_ok();
    if !found {
        let _ = writeln!(std::io::stderr(), "skipped: there is no libclang (on Debian `libclang-dev`)");
    }
    found
}

#[test]
fn cbindgen_declares_the_same_for_functions_written_by_hand() {
    if !can_read_headers() {
        return;
    }
    let config = cbindgen::Config {
        language: cbindgen::Language::C,
        usize_is_size_t: true,
        style: cbindgen::Style::Both,
        ..cbindgen::Config::default()
    };
    let cbindgen = cbindgen::Builder::new().with_config(config).with_src(folder().join("src/by_hand.rs"));
    let mut header = Vec::new();
    cbindgen.generate().unwrap_or_else(|error| panic!("{error}")).write(&mut header);
    let by_cbindgen = read_back(&String::from_utf8(header).expect("a header is UTF-8"));

    let ours = read_back(&generated().c_header());
    assert_same(("the generated header", &ours), ("cbindgen's header", &by_cbindgen));
    assert!(generated().symbols().all(|symbol| ours.contains_key(symbol)), "{ours:?}");
}

#[test]
fn bindgen_reads_back_the_signatures_that_were_written() {
    if !can_read_headers() {
        return;
    }
    let source = std::fs::read_to_string(folder().join("src/by_hand.rs")).expect("the source is there");
    let written = declared(&syn::parse_file(&source).expect("it is Rust"));
    assert_same(("the generated header", &read_back(&generated().c_header())), ("the source", &written));
}
