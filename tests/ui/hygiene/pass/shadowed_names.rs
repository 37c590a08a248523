#![allow(dead_code, non_camel_case_types)]

mod core {}
mod std {}
mod alloc {}
mod serde {}
mod serde_json {}
mod inventory {}
mod aro_sdk {}

struct Result;
struct String;
struct Option;
struct Vec;
struct Box;
struct Some;
struct None;
struct Ok;
struct Err;
struct Default;
struct str_;
trait Into {}
trait From {}
trait ToOwned {}
trait Iterator {}
trait Fn {}
trait FnOnce {}
trait Copy {}
trait Send {}
trait Future {}
trait IntoFuture {}
struct Pin;
struct Duration;
struct Executor;
trait Sync {}
macro_rules! compile_error { () => {}; }
macro_rules! concat { () => {}; }
macro_rules! env { () => {}; }
macro_rules! assert { () => {}; }
macro_rules! stringify { () => {}; }

::aro_sdk::plugin! { handle = "Shadow", block_on = run, sleep = wait }

#[::aro_sdk::aro_action(verbs = ["Later"], timeout = "2s")]
async fn later(name: &str) -> ::aro_sdk::Result<()> {
    let _ = name;
    ::std::result::Result::Ok(())
}

fn run<F: ::std::future::Future>(_: F) -> F::Output {
    loop {}
}

fn wait(_: ::std::time::Duration) -> ::std::future::Ready<u8> {
    ::std::future::ready(1)
}

/// Greets.
#[::aro_sdk::aro_action(verbs = ["Create"], symbol = "shadow_create")]
#[deprecated]
fn create(name: &str, #[arg(default = 5)] times: u32, #[arg(default)] more: bool, rows: &[u8]) -> bool {
    let _ = (name, times, rows);
    more
}

#[::aro_sdk::aro_action(verbs = ["Count"])]
fn count(counter: ::aro_sdk::State<u64>, rest: ::std::option::Option<u8>) -> ::aro_sdk::Result<u64> {
    let _ = rest;
    ::std::result::Result::Ok(*counter)
}

#[::aro_sdk::aro_qualifier]
fn first(list: ::std::vec::Vec<u8>, #[arg(default = 1)] count: usize) -> ::std::vec::Vec<u8> {
    list.into_iter().take(count).collect()
}

#[derive(::std::default::Default)]
struct Store;

#[::aro_sdk::aro_service]
impl Store {
    fn put(&self, value: &str) {
        let _ = value;
    }
}

#[::aro_sdk::aro_system_object]
impl Store {
    fn list(&self, pattern: &str) -> bool {
        pattern.is_empty()
    }
}

#[::aro_sdk::aro_on_event("*")]
fn heard(kind: ::aro_sdk::EventType) {
    let _ = kind;
}

#[::aro_sdk::aro_init]
fn start() -> Store {
    Store
}

#[::aro_sdk::aro_shutdown]
fn stop() {}

#[derive(::aro_sdk::AroTypes)]
enum Types {
    Text(::std::string::String),
    Named { name: u8 },
    Two(u8, u8),
    Nothing,
}

#[::aro_sdk::aro_export]
#[repr(C)]
struct Point {
    x: f64,
    flag: bool,
    color: Color,
}

#[::aro_sdk::aro_export]
#[repr(C)]
enum Color {
    Red,
}

#[::aro_sdk::aro_export]
fn sum(a: i32, b: &[f32], text: &str, point: Point) -> i32 {
    let _ = (b, text, point);
    a
}

#[::aro_sdk::aro_export]
fn owned(color: Color) -> ::aro_sdk::Result<::std::option::Option<::std::string::String>> {
    let _ = color;
    ::std::result::Result::Ok(::std::option::Option::None)
}

#[::aro_sdk::aro_export]
fn listed() -> ::std::vec::Vec<Point> {
    ::std::vec::Vec::new()
}

#[::aro_sdk::aro_export]
impl Store {
    pub fn make() -> Self {
        Store
    }

    pub fn change(&mut self, text: &str) -> ::std::option::Option<Self> {
        let _ = text;
        ::std::option::Option::None
    }
}

fn main() {}
