//! The attributes of `aro-sdk`. Use them through that crate, which documents each with an example that runs.
//!
//! This crate is a thin door: it knows syntax and the words of the ABI, and nothing of hosts or envelopes. Each attribute is read
//! ([`mod@attrs`]), held to the rules that can be known from syntax, and turned into a small descriptor and a function that the runtime calls.

#![forbid(unsafe_code)]

mod action;
mod attrs;
mod docs;
mod json;
mod path;
mod plugin;
mod report;

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
/// | `symbol` | the name of its C entry point | `<crate>__<name in snake case>` |
///
/// The doc comment becomes the description; `#[deprecated]` becomes an entry among the plugin's deprecations.
///
/// # Parameters
///
/// Each parameter is an argument of any `Deserialize` type (borrowed ones too), or something of the call: see `FromCall`. `Option<T>` is
/// optional. `#[arg(…)]` before a parameter says more:
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
/// Any `Serialize`, or `Result<T, E>` with an `E` that is a `std::error::Error`. An object is the reply as it is; anything else stands under
/// `result`. Members that are `None` are left out.
///
/// The function itself stays as it is written.
#[proc_macro_attribute]
pub fn aro_action(args: TokenStream, item: TokenStream) -> TokenStream {
    action::expand(args.into(), item.into()).into()
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
/// }
/// # fn main() {}
/// ```
///
/// It generates the exports of the ABI and a unit test that the metadata is complete and consistent.
///
/// The `handle` here is for checks and documentation: hosts take it from `plugin.yaml` (ABI, section 7).
#[proc_macro]
pub fn plugin(input: TokenStream) -> TokenStream {
    plugin::expand(input.into()).into()
}
