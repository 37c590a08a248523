//! An author's traits for every type, with methods that generated code could mean.

use aro_sdk::prelude::*;

aro_sdk::plugin! {}

trait Everything: Sized {
    fn extract(self) {}
    fn pass(self) {}
    fn kind(self) {}
    fn check(self) {}
    fn outcome(self) {}
    fn state(self) {}
    fn get(self) {}
    fn into_c(self) {}
    fn into_value(self) {}
    fn into_out(self) {}
    fn read(self) {}
    fn write(self) {}
    fn cast(self) {}
}

impl<T> Everything for T {}

#[derive(Default)]
struct Counter;

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str, rows: &[i64], counter: State<Counter>, statement: &Statement<'_>) -> i64 {
    let _ = (name, counter, statement);
    rows[0]
}

#[aro_service]
impl Counter {
    fn add(&self, text: &str) -> Option<Self> {
        let _ = text;
        None
    }
}

impl Serialize for Counter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_unit()
    }
}

#[aro_init]
fn start() -> Counter {
    Counter
}

#[aro_export]
fn all_kinds(text: &str, numbers: &[i64], flag: bool, point: Point) -> Result<Option<Point>> {
    let _ = (text, numbers, flag);
    Ok(Some(point))
}

#[aro_export]
#[repr(C)]
struct Point {
    x: f64,
    color: Color,
}

#[aro_export]
#[repr(C)]
enum Color {
    Red,
}

#[aro_export]
impl Counter {
    pub fn make() -> Self {
        Self
    }

    pub fn count(&mut self, other: &str) -> u64 {
        let _ = other;
        0
    }
}

fn main() {}
