//! The attributes of `aro-sdk`. Use them through that crate.
//!
//! A macro sees syntax: nothing of types, other items, calls or hosts. It works in three stages,
//! which `attributes` puts together.
//!
//! | module | does | imports |
//! |---|---|---|
//! | `attributes` | runs the stages; returns the item with its code or its mistakes | all below |
//! | `panic_guard` | turns a panic into a message | `diagnostics` |
//! | `parse` | from tokens to the model | `model`, `syntax`, `diagnostics` |
//! | `check` | finds mistakes in the model | `model`, `syntax`, `diagnostics` |
//! | `expand` | from the model to code, with `quote!` | `model`, `syntax`, `diagnostics` |
//! | `model` | what an action, a qualifier, a service, … is | `syntax` |
//! | `syntax` | functions, `impl` blocks and attributes, as Rust writes them | |
//! | `diagnostics` | every message, and the report that collects them | |
//!
//! A module imports only what its row lists; `parse`, `check` and `expand` do not know each other.

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

/// Makes a function an action: programs call it by one of its verbs.
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
/// The function itself stays as it is, and Rust code can call it. It is an ordinary or an `async`
/// function: not `unsafe`, `extern`, variadic or generic over types.
///
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `verbs` | the verbs, as a list of strings or as one string | required |
/// | `prepositions` | the prepositions it accepts, as a list of strings or as one string | all |
/// | `name` | the action's name | the function's name in PascalCase |
/// | `role` | `request`, `own`, `response`, `export` or `server` | `own` |
/// | `since` | the version of the plugin that introduced the action | none |
/// | `returns` | the key of a result that is not an object | `result` |
/// | `emits` | the types of the events that it emits, for readers of the metadata | none |
/// | `symbol` | the name of its C entry point | `<crate>__<name in snake case>` |
/// | `timeout` | how long an `async` function may take, such as `"2s"` | no limit |
/// | `crate` | the path of the SDK | the path that `plugin!` uses |
///
/// The prepositions are `from`, `for`, `against`, `to`, `into`, `via`, `with`, `on`, `at` and `by`.
/// Two verbs are the same if they differ only in case, hyphens and underscores; a plugin in which
/// two actions have the same verb does not compile.
///
/// The doc comment becomes the action's description in the metadata, and `#[deprecated]` an entry
/// in the plugin's list of deprecations.
///
/// # Parameters
///
/// A parameter is an argument if its type implements `Deserialize`; it may borrow from the call, as
/// `&str` does. A type that implements `FromCall`, such as `Statement` or `State<T>`, comes from
/// the call itself. An `Option<T>` may be absent.
///
/// `#[arg(…)]` before a parameter, with one or more of these keys:
///
/// | key | meaning |
/// |---|---|
/// | `default` | an absent or null argument is `Default::default()` |
/// | `default = expr` | an absent or null argument is the value of this expression |
/// | `name = "…"` | the name that programs use |
/// | `subject` | takes the statement's object; without it, the first argument does |
/// | `with` | takes only a with-argument |
/// | `flatten` | takes all arguments at once, in a struct or a map |
///
/// An argument that is absent or has another type becomes an error reply that names it.
///
/// # Result
///
/// A type that implements `Serialize`, or a `Result<T, E>` of one with any `E` that implements
/// `std::error::Error`. If the result is an object, it is the reply. Any other result becomes the
/// member `result` of the reply, or the one that `returns` names. Members that are `None` are left
/// out.
///
/// # Async functions
///
/// An `async fn` runs on the executor that `plugin!` names by `block_on`, or on that of the feature
/// `tokio`. It may borrow from the call. Every function that hosts call may be one.
///
/// With `timeout = "2s"` its future is dropped after this time, at the await point where it waits,
/// and the reply is an error with code 4. Code that does not await is not interrupted, and tasks
/// that the function has spawned go on. The units are `ms`, `s`, `min` and `h`. It needs the
/// feature `tokio` or the key `sleep` of `plugin!`.
///
/// ```
/// # mod pollster {
/// #     use std::{future::Future, pin::pin, task::{Context, Poll, Waker}};
/// #     pub fn block_on<F: Future>(future: F) -> F::Output {
/// #         let (mut future, mut context) = (pin!(future), Context::from_waker(Waker::noop()));
/// #         loop {
/// #             if let Poll::Ready(output) = future.as_mut().poll(&mut context) { return output }
/// #         }
/// #     }
/// # }
/// # mod async_io {
/// #     pub struct Timer;
/// #     impl Timer { pub async fn after(_: std::time::Duration) {} }
/// # }
/// use aro_sdk::prelude::*;
///
/// aro_sdk::plugin! {
///     name = "pages",
///     block_on = pollster::block_on,
///     sleep = async_io::Timer::after,
/// }
/// # fn main() {}
/// # async fn load(address: &str) -> Result<String> { Ok(address.to_owned()) }
///
/// /// Counts the lines of a page.
/// #[aro_action(verbs = ["CountLines"], timeout = "2s")]
/// async fn count_lines(address: &str) -> Result<usize> {
///     Ok(load(address).await?.lines().count())
/// }
/// ```
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
/// fn top(list: Vec<f64>, #[arg(default = 1)] count: usize) -> Vec<f64> {
///     list.into_iter().take(count).collect()
/// }
/// ```
///
/// `Compute the <best: Lists.top> from the <scores> with { count: 3 }.`
///
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `name` | the qualifier's name | the function's name, with hyphens for `_` |
/// | `input_types` | ARO types, as a list of strings or as one string | from the first parameter |
/// | `crate` | the path of the SDK | the path that `plugin!` uses |
///
/// # Parameters
///
/// The first argument is the value to which the qualifier is applied. The others come from the
/// `with` of the statement, and take `#[arg(…)]` as those of an action do.
///
/// Hosts call a qualifier only with a value of one of its input types (ABI, section 6). They follow
/// from the type of the first argument:
///
/// | Rust type | ARO types |
/// |---|---|
/// | `&str`, `String`, `char`, paths, network addresses | `String` |
/// | integers | `Int` |
/// | `f32`, `f64` | `Int` and `Double` |
/// | `bool` | `Bool` |
/// | `Vec`, slices, arrays, tuples, sets | `List` |
/// | maps and structs | `Object` |
/// | `serde_json::Value` | all |
/// | an enum with [`#[derive(AroTypes)]`](AroTypes) | those of its variants |
///
/// # Result
///
/// As for an action, but always as the member `result` of the reply. A result that is null becomes
/// an error reply, since hosts refuse it.
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
///     /// Adds to the count and returns it.
///     fn add(&self, #[arg(default = 1)] amount: i64) -> i64 {
///         self.0.fetch_add(amount, Ordering::Relaxed) + amount
///     }
/// }
/// ```
///
/// `Call the <count> from the <counter: add> with { amount: 2 }.`
///
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `name` | the service's name | the type's name in kebab case |
/// | `timeout` | how long each `async` method may take, such as `"2s"` | no limit |
/// | `crate` | the path of the SDK | the path that `plugin!` uses |
///
/// # Methods
///
/// Programs can call every function of the block that takes `&self`. `self` is the plugin's one
/// `State` of this type, so the type implements `Default`, or init returns a value of it. Arguments
/// are the with-arguments of the statement, and the result is as for an action.
///
/// A method cannot emit events, since hosts publish those of actions only. Write an action for it;
/// a parameter `State<T>` gives it the same value.
///
/// `#[service(…)]` before a method:
///
/// | key | meaning |
/// |---|---|
/// | `skip` | programs cannot call the method |
/// | `name = "…"` | the name that programs use |
/// | `timeout = "…"` | how long the `async` method may take |
///
/// Programs may write a method's name in any case, with or without `-` and `_`.
#[proc_macro_attribute]
pub fn aro_service(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_service(args.into(), item.into()).into()
}

/// Makes an `impl` block a system object, with those of the methods `read`, `write` and `list` that
/// are in it.
///
/// The ABI has system objects, but no released host calls them for a program.
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
///         let value = self.0.lock().unwrap().get(qualifier).cloned();
///         value.ok_or_else(|| Error::not_found(format!("no setting {qualifier}")))
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
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `identifier` | the object's name | the type's name in kebab case |
/// | `crate` | the path of the SDK | the path that `plugin!` uses |
///
/// # Methods
///
/// | method | arguments |
/// |---|---|
/// | `read` | `qualifier`, `identifier` |
/// | `write` | `qualifier`, `value`, `identifier` |
/// | `list` | `pattern` |
///
/// Each takes `&self`, the plugin's one `State` of this type, and any of its arguments: by these
/// names, or else in this order. Hosts write a value as JSON, but a string without quotes (ABI,
/// section 1). So a value that is not JSON arrives as a string. The result is as for an action.
#[proc_macro_attribute]
pub fn aro_system_object(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_system_object(args.into(), item.into()).into()
}

/// Makes a function a handler of events.
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
///
/// Only the interpreter delivers events (ABI, section 2), on a thread of its own.
///
/// # Arguments
///
/// | argument | handles |
/// |---|---|
/// | `"UserCreated"` | the events of this type; case counts |
/// | `"User*"` | the events whose type begins with `User` |
/// | `"*"` | all events |
///
/// `crate = path` may follow: the path of the SDK, by default the one that `plugin!` uses.
///
/// # Parameters
///
/// The first argument is the payload of the event, and the others are members of the payload.
/// `EventType` is the type of the event.
///
/// # Order and errors
///
/// Several handlers may handle one event. They run in the order of their patterns, and then of
/// their names. An error or a panic is logged, and reaches neither the host nor the other handlers.
#[proc_macro_attribute]
pub fn aro_on_event(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_on_event(args.into(), item.into()).into()
}

/// Makes a function the plugin's init: it runs once, before the first call, on every host path.
///
/// The value that it returns becomes the plugin's `State` of that type.
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
///
/// Its only key is `crate`: the path of the SDK, by default the one that `plugin!` uses. There are
/// no arguments, so each parameter is a `State<T>` or another type that implements `FromCall`.
///
/// If it fails or panics, every later call replies with code 7 and its message.
///
/// Calls on other threads wait while it runs, but each at most for the `init_limit` of `plugin!`,
/// 30 seconds by default. One that has waited so long replies with code 7 and says that init has
/// not returned; init goes on, and once it has returned, calls succeed. A call that init causes on
/// its own thread, by `invoke`, replies with code 7 at once. So an init that waits for another
/// thread that calls the plugin stands still until the limit.
#[proc_macro_attribute]
pub fn aro_init(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::hook(HookKind::Init, args.into(), item.into()).into()
}

/// Makes a function the plugin's shutdown: it runs once, and calls after it reply with code 7.
///
/// It runs when the host calls it, or else when the library is unloaded or the process ends
/// normally. It does not run if init failed or was never needed.
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
///
/// Its only key is `crate`: the path of the SDK, by default the one that `plugin!` uses. There are
/// no arguments, so each parameter is a `State<T>` or another type that implements `FromCall`. An
/// error or a panic is logged.
#[proc_macro_attribute]
pub fn aro_shutdown(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::hook(HookKind::Shutdown, args.into(), item.into()).into()
}

/// Makes a typed C function of a function, C functions of an `impl` block, or a C type of a struct
/// or an enum.
///
/// It works in an ARO plugin, also beside [`#[aro_action]`](macro@aro_action) on one function in
/// either order, and in any other library, which calls `aro_sdk::exports! {}` in its root. No
/// ARO host calls typed functions: they are for programs in C, Go, Python and other languages.
///
/// ```
/// use aro_sdk::{Error, Result, aro_export};
///
/// aro_sdk::exports! {}
/// # fn main() {}
///
/// /// `double geometry_scale(double length, double factor)`
/// #[aro_export]
/// fn scale(length: f64, factor: f64) -> f64 {
///     length * factor
/// }
///
/// /// `int32_t geometry_parse(const char *text, size_t text_len,
/// ///                         geometry_Point *out, AroError *error)`
/// #[aro_export]
/// fn parse(text: &str) -> Result<Point> {
///     let numbers = text.split_once(',');
///     let (x, y) = numbers.ok_or_else(|| Error::invalid_input("there is no comma"))?;
///     Ok(Point { x: x.parse()?, y: y.parse()? })
/// }
///
/// #[aro_export]
/// #[repr(C)]
/// pub struct Point {
///     pub x: f64,
///     pub y: f64,
/// }
///
/// #[derive(Default)]
/// pub struct Track(Vec<f64>);
///
/// /// `geometry_track_new`, `geometry_track_push`, `geometry_track_free`
/// #[aro_export]
/// impl Track {
///     pub fn new() -> Self {
///         Self::default()
///     }
///
///     pub fn push(&mut self, length: f64) {
///         self.0.push(length);
///     }
/// }
/// ```
///
/// # Keys
///
/// | key | value | default |
/// |---|---|---|
/// | `symbol` | the name in C | see below |
/// | `crate` | the path of the SDK | the path that `plugin!` or `exports!` uses |
///
/// A function's name in C is `<crate>_<function>`, that of a type `<crate>_<Type>`. The functions
/// of a block are called `<crate>_<type in snake case>_<function>`; `symbol` before the block sets
/// what is before the last `_`.
///
/// In a block, every `pub` function is exported, unless it has `#[export(skip)]`;
/// `#[export(symbol = "…")]` sets its name.
///
/// # Parameters
///
/// | Rust | C |
/// |---|---|
/// | integers up to 64 bits, `f32`, `f64` | the same |
/// | `bool` | `uint8_t`; other values than 0 and 1 are refused |
/// | `&str` | address and length; what is not UTF-8 is refused |
/// | `&[T]` of numbers, booleans, exported structs and enums | address and number of elements |
/// | a struct or an enum with `#[aro_export]` | by value; invalid numbers are refused |
///
/// Nothing is copied: C lends the memory for the call and must not change it meanwhile. NULL with a
/// length, an address that is not aligned and a length beyond memory are refused.
///
/// # Results
///
/// A function that returns nothing, a number, a `bool`, or an exported struct or enum has the
/// **plain form**: it returns that value. If an argument is refused or the function panics, it
/// returns zero, and `<crate>_last_error` tells why, once per thread.
///
/// A function that returns an `Option`, a `Result`, a `String`, a `Vec` or an object has the
/// **status form**: it returns 0, or -1 for `None`, or the code of an error, and takes
/// out-parameters and an `AroError *`, which may be NULL. The macro sees only the names, so write
/// these four types by their own names and not by an alias. `Option` and `Result` can be inside of
/// each other.
///
/// Strings, lists and messages are copies that C owns and gives to `<crate>_free`; strings end
/// with NUL, and an empty list is NULL and 0.
///
/// # Objects
///
/// A type with `#[aro_export]` before its `impl` block must be `Send + Sync`. C gets handles of its
/// values from functions that return `Self`, also inside of an `Option` or a `Result`. Methods with
/// `&self` run at the same time on several threads, those with `&mut self` alone; a method must not
/// call back into C code that calls the same object. `<crate>_<type>_free` drops the object, after
/// the last call that still runs. A handle that was freed, is of another type, or comes from
/// another library or another load of this one, is refused.
#[proc_macro_attribute]
pub fn aro_export(args: TokenStream, item: TokenStream) -> TokenStream {
    attributes::aro_export(args.into(), item.into()).into()
}

/// `#[aro_export]` on a struct or an enum, without the fields that a `#[cfg]` takes away.
#[doc(hidden)]
#[proc_macro_derive(ExportedType, attributes(aro_exported))]
pub fn derive_exported_type(item: TokenStream) -> TokenStream {
    attributes::derive_exported_type(item.into()).into()
}

/// `aro_sdk::exports!`, which passes the path of its crate in front: `[$crate]`.
#[doc(hidden)]
#[proc_macro]
pub fn exports(input: TokenStream) -> TokenStream {
    attributes::exports(input.into()).into()
}

/// Implements `AroTypes`: the ARO types that a value of this type is read from.
///
/// Hosts call a [qualifier](macro@aro_qualifier) only with values of its input types, and a
/// parameter's schema in the metadata shows them. A type without this derive counts as an object.
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
/// The types follow from how serde reads the item:
///
/// | item | types |
/// |---|---|
/// | enum with `#[serde(untagged)]` | those of the fields of all variants |
/// | enum with `#[serde(tag = "…")]` | `Object` |
/// | any other enum | `String` for a variant without fields, `Object` for one with fields |
/// | newtype struct | those of its field |
/// | tuple struct | `List` |
/// | any other struct | `Object` |
///
/// `#[aro(…)]` on the item, with one or both of these keys:
///
/// | key | value | default |
/// |---|---|---|
/// | `types` | ARO types, as a list of strings or as one string | as above |
/// | `crate` | the path of the SDK | `::aro_sdk` |
#[proc_macro_derive(AroTypes, attributes(aro))]
pub fn derive_aro_types(item: TokenStream) -> TokenStream {
    attributes::derive_aro_types(item.into()).into()
}

/// `aro_sdk::plugin!`, which passes the path of its crate in front: `[$crate]`.
#[doc(hidden)]
#[proc_macro]
pub fn plugin(input: TokenStream) -> TokenStream {
    attributes::plugin(input.into()).into()
}

/// `aro_sdk::library!`, in the same way.
#[doc(hidden)]
#[proc_macro]
pub fn library(input: TokenStream) -> TokenStream {
    attributes::library(input.into()).into()
}
