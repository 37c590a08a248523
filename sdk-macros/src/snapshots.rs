//! Compares the code that each macro generates with the files in `snapshots/`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test -p aro-sdk-macros snapshots` updates the files; a reviewer reads
//! the difference.

use std::fs;
use std::path::Path;

use proc_macro2::TokenStream;
use quote::quote;

fn check(name: &str, generated: TokenStream) {
    let file = syn::parse2(generated).unwrap_or_else(|error| panic!("the code of {name} is not Rust: {error}"));
    let text = prettyplease::unparse(&file);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(format!("{name}.rs"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is out of date; the code is now\n{text}", path.display());
}

#[test]
fn plugin() {
    check("plugin", crate::attributes::plugin(quote!(name = "greeter", version = "1.0.0", handle = "Greeter")));
}

#[test]
fn plugin_with_an_executor() {
    let input = quote!(name = "greeter", version = "1.0.0", block_on = pollster::block_on, sleep = timer::after);
    check("plugin_with_an_executor", crate::attributes::plugin(input));
}

#[test]
fn async_action() {
    let item = quote! {
        async fn crawl(address: &str) -> Result<Page> {
            get(address).await
        }
    };
    check("async_action", crate::attributes::aro_action(quote!(verbs = ["Crawl"], timeout = "1.5s"), item));
}

#[test]
fn library() {
    check("library", crate::attributes::library(quote!(uses = [greetings, ::other::inner])));
}

#[test]
fn action() {
    let args = quote!(verbs = ["Greet", "Create"], prepositions = ["with"], since = "1.0", emits = ["Greeted"]);
    let item = quote! {
        /// Greets somebody.
        #[deprecated(since = "2.0", note = "use Welcome")]
        pub(crate) fn greet<'a>(
            name: &'a str,
            #[arg(default = "Hello")] greeting: &str,
            rows: &[Row<'a>],
            counter: State<Counter>,
            events: Events,
        ) -> Result<String, GreetError> {
            Ok(format!("{greeting}, {name}!"))
        }
    };
    check("aro_action", crate::attributes::aro_action(args, item));
}

#[test]
fn qualifier() {
    let item = quote! {
        /// The first elements.
        fn first(list: Vec<Value>, #[arg(default = 1)] count: usize) -> Vec<Value> {
            list.into_iter().take(count).collect()
        }
    };
    check("aro_qualifier", crate::attributes::aro_qualifier(quote!(input_types = ["List"]), item));
}

#[test]
fn service() {
    let item = quote! {
        /// Counts.
        impl Counter {
            fn new() -> Self {
                Self::default()
            }

            /// Adds.
            fn add(&self, #[arg(default = 1)] amount: i64) -> i64 {
                amount
            }

            #[service(skip)]
            fn helper(&self) {}
        }
    };
    check("aro_service", crate::attributes::aro_service(quote!(name = "counter"), item));
}

#[test]
fn system_object() {
    let item = quote! {
        impl Settings {
            fn read(&self, qualifier: &str) -> Result<Value> {
                self.get(qualifier)
            }
        }
    };
    check("aro_system_object", crate::attributes::aro_system_object(TokenStream::new(), item));
}

#[test]
fn on_event() {
    let item = quote! {
        fn heard(kind: EventType, user: User) {}
    };
    check("aro_on_event", crate::attributes::aro_on_event(quote!("User*"), item));
}

#[test]
fn hooks() {
    let item = quote! {
        fn start() -> Result<Config> {
            Config::load()
        }
    };
    check("aro_init", crate::attributes::hook(crate::model::HookKind::Init, TokenStream::new(), item));
    let item = quote! {
        #[cfg(unix)]
        fn stop(config: State<Config>) {}
    };
    check("aro_shutdown", crate::attributes::hook(crate::model::HookKind::Shutdown, quote!(crate = ::renamed), item));
}

#[test]
fn types() {
    let item = quote! {
        #[serde(untagged)]
        enum TextOrList<'a> {
            Text(&'a str),
            List(Vec<Value>),
        }
    };
    check("derive_aro_types", crate::attributes::derive_aro_types(item));
}

#[test]
fn a_wrong_attribute_leaves_the_item_and_adds_every_mistake() {
    let item = quote! {
        fn greet(source: &str, #[arg(with)] (a, b): (u8, u8)) {}
    };
    check("mistakes", crate::attributes::aro_action(quote!(verb = "x", role = "owner"), item));
}
