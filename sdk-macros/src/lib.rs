//! The attributes of `aro-sdk`. Use them through that crate, which documents each with an example
//! that runs.
//!
//! A macro sees syntax, and nothing of hosts, calls or types. Its work is done in three stages,
//! which `attributes` puts together for each of them:
//!
//! | module | does | imports |
//! |---|---|---|
//! | `attributes` | parse, check, expand; the item and all mistakes or the generated code | all below, `panic_guard` |
//! | `parse` | from tokens to the model | `model`, `syntax`, `diagnostics` |
//! | `check` | what can be wrong with a model | `model`, `syntax`, `diagnostics` |
//! | `expand` | from the model to code, by `quote!` | `model`, `syntax`, `diagnostics` |
//! | `model` | what an action, a qualifier, a service, … is | `syntax` |
//! | `syntax` | functions, `impl` blocks and attributes as Rust writes them | |
//! | `diagnostics` | every message, and the report that collects them | |
//!
//! Modules import only from the modules below them in this table; `parse`, `check` and `expand` do
//! not know each other.

#![forbid(unsafe_code)]

mod attributes;
mod check;
mod diagnostics;
mod expand;
mod model;
mod panic_guard;
mod parse;
mod syntax;

#[cfg(test)]
mod never_panics;
#[cfg(test)]
mod snapshots;

use model::HookKind;
use proc_macro::TokenStream;

/// Makes a function an action: a verb of ARO programs.
///
/// ```
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! { name = "greeter" }
/// # fn main() {}
///
/// /// Greets somebody.
/// #[aro_action(verbs = ["Greet"], prepositions = ["from", "with"])]
/// fn greet(name: &str, #[arg(default = "Hello")] greeting: &str) -> String {
///     format!("{greeting}, {name}!")
/// }
/// ```
///
/// `Greet the <message> from "Ada" with { greeting: "Hi" }.` binds `{"result": "Hi, Ada!"}`.
///
/// # Keys
///
/// | key | what it says | default |
/// |---|---|---|
/// | `verbs` | the verbs, a list of strings or one string | required |
/// | `prepositions` | the words before the object: `from for against to into via with on at by` | all |
/// | `name` | the action's name | the function's in PascalCase |
/// | `role` | `request`, `own`, `response`, `export`, `server` | `own` |
/// | `since` | the version that brought it | none |
/// | `returns` | the key of a result that is no object | `result` |
/// | `emits` | the types of the events that it emits; for readers of the metadata | none |
/// | `symbol` | the name of its C entry point | `<crate>__<name in snake case>` |
/// | `crate` | the path of the SDK, where it is not `aro_sdk` | what `plugin!` says |
///
/// The doc comment becomes the description; `#[deprecated]` becomes an entry among the plugin's
/// deprecations.
///
/// # Parameters
///
/// Each parameter is an argument of any `Deserialize` type (borrowed ones too), or something of the
/// call: see `FromCall`. `Option<T>` is optional. `#[arg(…)]` before a parameter says more:
///
/// | | |
/// |---|---|
/// | `default`, `default = expr` | used when the argument is absent or null |
/// | `name = "…"` | the name that programs use |
/// | `subject` | takes the statement's object; otherwise the first value parameter does |
/// | `with` | only with-arguments count |
/// | `flatten` | the whole of the arguments in one struct or map |
///
/// # Result
///
/// Any `Serialize`, or `Result<T, E>` with an `E` that is a `std::error::Error`. An object is the
/// reply as it is; anything else stands under `result`. Members that are `None` are left out.
///
/// The function itself stays as it is written.
#[proc_macro_attribute]
pub fn aro_action(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_action(args.into(), item.into()).into()
}

/// Makes a function a qualifier: `Compute the <x: Handle.name> from the <y>.`
///
/// ```
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! { name = "lists", handle = "Lists" }
/// # fn main() {}
///
/// /// The first elements of a list.
/// #[aro_qualifier]
/// fn top(list: Vec<serde_json::Value>, #[arg(default = 1)] count: usize) -> Vec<serde_json::Value> {
///     list.into_iter().take(count).collect()
/// }
/// ```
///
/// `Compute the <best: Lists.top> from the <scores> with { count: 3 }.`
///
/// The first value parameter is the value; hosts call the qualifier only with values of the types
/// that it says (ABI, section 6), which follow from the Rust type: text `String`, whole numbers
/// `Int`, floats `Int` and `Double`, `bool` `Bool`, lists and slices `List`, maps and structs
/// `Object`, `serde_json::Value` all. An untagged enum takes several: `#[derive(AroTypes)]` adds up
/// its variants. Further parameters come from the statement's `with`.
///
/// | key | what it says | default |
/// |---|---|---|
/// | `name` | the qualifier's name | the function's, with hyphens for `_` |
/// | `input_types` | the types, a list of strings or one string | from the first parameter's type |
/// | `crate` | the path of the SDK, where it is not `aro_sdk` | what `plugin!` says |
///
/// The reply is `{"result": …}`; a result that is null becomes an error, since hosts refuse it.
#[proc_macro_attribute]
pub fn aro_qualifier(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_qualifier(args.into(), item.into()).into()
}

/// Makes an `impl` block a service: `Call the <r> from the <service: method> with { … }.`
///
/// ```
/// use aro_sdk::prelude::*;
/// use std::sync::atomic::{AtomicI64, Ordering};
///
/// aro_sdk::plugin! { name = "counting" }
/// # fn main() {}
///
/// #[derive(Default)]
/// struct Counter(AtomicI64);
///
/// /// Counts.
/// #[aro_service(name = "counter")]
/// impl Counter {
///     /// Adds to the count and gives it.
///     fn add(&self, #[arg(default = 1)] amount: i64) -> i64 {
///         self.0.fetch_add(amount, Ordering::Relaxed) + amount
///     }
/// }
/// ```
///
/// Every method that takes `&self` becomes a method of the service; other functions of the block
/// are left alone, and so are methods with `#[service(skip)]`. `self` is the plugin's one `State`
/// of that type. Arguments are the statement's with-arguments; a method answers as an action does.
/// `#[service(name = "…")]` on a method names it otherwise. Which names programs use is one normal
/// form: no case, no `-`, no `_`.
///
/// | key | what it says | default |
/// |---|---|---|
/// | `name` | the service's name | the type's in kebab case |
/// | `emits` | the types of the events that it emits | none |
/// | `crate` | the path of the SDK, where it is not `aro_sdk` | what `plugin!` says |
#[proc_macro_attribute]
pub fn aro_service(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_service(args.into(), item.into()).into()
}

/// Makes an `impl` block a system object, with the methods `read`, `write` and `list` that are in
/// it.
///
/// ```
/// use aro_sdk::prelude::*;
/// use std::{collections::BTreeMap, sync::Mutex};
///
/// aro_sdk::plugin! { name = "settings" }
/// # fn main() {}
///
/// #[derive(Default)]
/// struct Settings(Mutex<BTreeMap<String, serde_json::Value>>);
///
/// #[aro_system_object(identifier = "settings")]
/// impl Settings {
///     fn read(&self, qualifier: &str) -> Result<serde_json::Value> {
///         let all = self.0.lock().unwrap();
///         all.get(qualifier).cloned().ok_or_else(|| Error::not_found(format!("no setting {qualifier}")))
///     }
///
///     fn write(&self, qualifier: &str, value: serde_json::Value) {
///         self.0.lock().unwrap().insert(qualifier.to_owned(), value);
///     }
///
///     fn list(&self, pattern: &str) -> Vec<String> {
///         self.0.lock().unwrap().keys().filter(|key| key.contains(pattern)).cloned().collect()
///     }
/// }
/// ```
///
/// `read` may take the qualifier and the identifier, `write` the qualifier, the value and the
/// identifier, `list` the pattern; by those names, or otherwise in this order. A written value is
/// read as JSON, and what is no JSON arrives as a string, because hosts write strings raw (ABI,
/// section 1). An object is the reply as it is, anything else stands under `result`.
///
/// In the ABI, but no released ARO program path calls it.
///
/// | key | what it says | default |
/// |---|---|---|
/// | `identifier` | the object's name | the type's in kebab case |
/// | `crate` | the path of the SDK, where it is not `aro_sdk` | what `plugin!` says |
#[proc_macro_attribute]
pub fn aro_system_object(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_system_object(args.into(), item.into()).into()
}

/// Makes a function hear of events: `#[aro_on_event("UserCreated")]`, `#[aro_on_event("User*")]`,
/// `#[aro_on_event("*")]`. Case counts.
///
/// The first value parameter is the payload; further ones are members of it. Several handlers may
/// hear of one event; they run in the order of their patterns, then of their names. An error or a
/// panic is written to the log and reaches neither the host nor the other handlers.
///
/// Only the interpreter delivers events (ABI, section 2), on a thread of its own.
///
/// ```
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! { name = "welcome" }
/// # fn main() {}
///
/// #[derive(Deserialize)]
/// struct UserCreated { name: String }
///
/// #[aro_on_event("UserCreated")]
/// fn greet(user: UserCreated) {
///     eprintln!("welcome, {}", user.name);
/// }
/// ```
#[proc_macro_attribute]
pub fn aro_on_event(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_on_event(args.into(), item.into()).into()
}

/// Makes a function the plugin's init: it runs once, before the first call, on every host path.
/// What it returns becomes the plugin's `State` of that type.
///
/// When it fails or panics, every later call answers with code 7 and its message.
///
/// Calls on other threads wait while it runs. A call that comes back from it on its own thread, by
/// `invoke`, answers with code 7. So init must not wait for another thread that calls the plugin.
///
/// ```
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! { name = "config" }
/// # fn main() {}
///
/// struct Config { greeting: String }
///
/// #[aro_init]
/// fn load() -> Result<Config> {
///     Ok(Config { greeting: std::env::var("GREETING").unwrap_or_else(|_| "Hello".into()) })
/// }
///
/// #[aro_action(verbs = ["Greet"])]
/// fn greet(name: &str, config: State<Config>) -> String {
///     format!("{}, {name}!", config.greeting)
/// }
/// ```
#[proc_macro_attribute]
pub fn aro_init(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::hook(HookKind::Init, args.into(), item.into()).into()
}

/// Makes a function the plugin's shutdown: it runs once, when the host calls it, else when the
/// library is unloaded or the process ends normally. It does not run when init has failed or was
/// never needed. Calls after it answer with code 7.
///
/// ```
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! { name = "journal" }
/// # fn main() {}
///
/// #[derive(Default)]
/// struct Journal(std::sync::Mutex<Vec<String>>);
///
/// #[aro_shutdown]
/// fn flush(journal: State<Journal>) {
///     eprintln!("{} lines", journal.0.lock().unwrap().len());
/// }
/// ```
#[proc_macro_attribute]
pub fn aro_shutdown(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::hook(HookKind::Shutdown, args.into(), item.into()).into()
}

/// Says from which of ARO's types an enum is read: those of all its variants. For
/// `#[serde(untagged)]` enums, as parameters of qualifiers.
///
/// ```
/// use aro_sdk::prelude::*;
///
/// #[derive(Deserialize, AroTypes)]
/// #[serde(untagged)]
/// enum TextOrList {
///     Text(String),
///     List(Vec<serde_json::Value>),
/// }
/// ```
///
/// Other enums are read as serde reads them: a variant without fields from a string, one with
/// fields from an object; with `#[serde(tag = "…")]` all from objects. A newtype struct is read
/// from the types of its field, any other struct from objects. `#[aro(types = ["String"])]` on the
/// item says otherwise. `#[aro(crate = path)]` says where the SDK is.
#[proc_macro_derive(AroTypes, attributes(aro))]
pub fn derive_aro_types(item: TokenStream) -> TokenStream {
    attributes::derive_aro_types(item.into()).into()
}

/// Makes the crate a plugin. Stands once, in the crate's root.
///
/// ```
/// aro_sdk::plugin! {
///     name = "greeter",            // default: the package's name
///     version = "1.0.0",           // default: the package's version
///     description = "Greetings",   // default: the package's description
///     handle = "Greeter",          // default: none
///     entry_points = true,         // whether each action has a C entry point of its own; the default
///     crate = ::aro_sdk,           // the SDK's path, from anywhere in the crate; the default
/// }
/// # fn main() {}
/// ```
///
/// It generates the exports of the ABI and a unit test that the metadata is complete and
/// consistent.
///
/// The `handle` here is for checks and documentation: hosts take it from `plugin.yaml` (ABI,
/// section 7).
#[proc_macro]
pub fn plugin(input: TokenStream) -> TokenStream {
    attributes::plugin(input.into()).into()
}
