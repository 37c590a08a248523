//! Property tests: whatever tokens a macro gets, it returns code or messages and does not panic.
//!
//! `PROPTEST_CASES=100000 cargo test --release -p aro-sdk-macros never_panics` tries more.

use proc_macro2::TokenStream;
use proptest::prelude::*;

use crate::model::HookKind;

/// Tokens that attributes and items are made of, and others.
const WORDS: &[&str] = &[
    "verbs",
    "prepositions",
    "name",
    "role",
    "since",
    "returns",
    "symbol",
    "emits",
    "crate",
    "handle",
    "uses",
    "block_on",
    "sleep",
    "timeout",
    "version",
    "input_types",
    "identifier",
    "default",
    "subject",
    "with",
    "flatten",
    "skip",
    "arg",
    "service",
    "aro",
    "types",
    "doc",
    "cfg",
    "deprecated",
    "note",
    "fn",
    "impl",
    "struct",
    "enum",
    "union",
    "trait",
    "mod",
    "const",
    "static",
    "unsafe",
    "async",
    "extern",
    "pub",
    "mut",
    "ref",
    "self",
    "Self",
    "super",
    "dyn",
    "for",
    "where",
    "move",
    "if",
    "match",
    "let",
    "return",
    "State",
    "Option",
    "Vec",
    "str",
    "Statement",
    "RawInput",
    "x",
    "r#type",
    "_",
    "\"Greet\"",
    "\"\"",
    "\"²\"",
    "\"a b\"",
    "\"*\"",
    "\"User*\"",
    "\"\\0\"",
    "r\"x\"",
    "b\"x\"",
    "c\"x\"",
    "'c'",
    "b'c'",
    "'a",
    "'static",
    "5",
    "-1",
    "1.5",
    "1e999",
    "0xffffffffffffffffffffffffffff",
    "5suffix",
    "true",
    "=",
    ",",
    ";",
    ":",
    "::",
    "->",
    "=>",
    "&",
    "&&",
    "*",
    "...",
    "..",
    "#",
    "!",
    "?",
    "<",
    ">",
    "+",
    "|",
    "$",
    "@",
    "~",
    ".",
];

/// Whole items and arguments, which get further than the parser.
const SHAPES: &[&str] = &[
    "fn greet(name: &str) -> String {}",
    "fn r#match<'a>(_: &'a mut [u8], self: Self) {}",
    "async unsafe extern \"C\" fn f<T, const N: usize>(x: impl Fn(), ...) {}",
    "fn f(#[arg(default = 5, name = \"²\")] a: Option<State<Vec<&'static str>>>) {}",
    "fn f(#[arg(flatten, subject)] a: for<'x> fn(&'x str), b: (), c: !, d: [u8; 4], e: *const u8) {}",
    "impl Store { fn put(&self, #[arg] x: u8) {} #[service(skip)] fn s(self: Box<Self>) {} const X: u8 = 1; }",
    "impl<T> Trait for Store<T> where T: Copy { fn read(&mut self) {} fn list() {} }",
    "impl (u8, u8) { #[service(name = \"a b\")] fn read(&self) {} }",
    "#[doc = \"x\"] #[deprecated(since = 5, what)] #[cfg(unix)] pub(in a::b) fn f() {}",
    "struct S;",
    "enum E { A(u8), B { x: u8 }, C }",
    "union U { x: u8 }",
    "fn f();",
    "mod m {}",
    "macro_rules! m { () => {} }",
    "verbs = [\"Greet\", \"²\", \"Create\"], symbol = \"x\"",
    "verbs = \"Größe\", name = \"a²\"",
    "#[aro(types = [\"String\"])] struct T<'a>(&'a str);",
    "#[aro] enum T {}",
    "\"User*\", crate = ::x",
    "name = \"x\", handle = \"the\", entry_points = 5",
    "init_limit = \"99999999999999999999min\", init_limit = 5",
];

fn tokens() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => prop::sample::select(WORDS).prop_map(str::to_owned),
        2 => prop::sample::select(SHAPES).prop_map(str::to_owned),
        1 => any::<String>().prop_map(|text| format!("{text:?}")),
    ];
    word.prop_recursive(4, 48, 8, |inner| {
        prop::collection::vec(inner, 0..8).prop_flat_map(|parts| {
            let text = parts.join(" ");
            prop::sample::select(vec![
                format!("({text})"),
                format!("[{text}]"),
                format!("{{{text}}}"),
                format!("#[{text}] fn f({text}) {{}}"),
                text,
            ])
        })
    })
}

fn parsed(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

type Attribute = fn(TokenStream, TokenStream) -> TokenStream;

const ATTRIBUTES: &[Attribute] = &[
    crate::attributes::aro_action,
    crate::attributes::aro_qualifier,
    crate::attributes::aro_service,
    crate::attributes::aro_system_object,
    crate::attributes::aro_on_event,
    |args, item| crate::attributes::hook(HookKind::Init, args, item),
    |args, item| crate::attributes::hook(HookKind::Shutdown, args, item),
    |args, _| crate::attributes::plugin(args),
    |args, _| crate::attributes::library(args),
    |_, item| crate::attributes::derive_aro_types(item),
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_macro_panics_whatever_it_is_given(args in tokens(), item in tokens(), shape in prop::sample::select(SHAPES)) {
        for expand in ATTRIBUTES {
            for item in [&*item, shape] {
                // `panic_guard` turns a panic into this message.
                let given = expand(parsed(&args), parsed(item)).to_string();
                prop_assert!(!given.contains("this is a mistake in aro-sdk-macros"), "{args}\n{item}\n{given}");
            }
        }
    }

    #[test]
    fn every_shape_is_kept_with_any_attribute(args in tokens(), shape in prop::sample::select(&SHAPES[..2])) {
        let given = crate::attributes::aro_action(parsed(&args), parsed(shape)).to_string();
        let name = if shape.contains("greet") { "fn greet" } else { "fn r#match" };
        prop_assert!(given.contains(name), "{given}");
    }
}
