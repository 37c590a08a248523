use aro_sdk::aro_export;

aro_sdk::exports! {}

struct Point {
    x: f64,
}

#[aro_export]
fn pattern(Point { x }: Point) {}

#[aro_export]
fn concrete(value: impl ToString) {}

#[aro_export]
fn mutable(list: &mut [i32]) {}

#[aro_export]
fn kept(text: &'static str) {}

#[aro_export]
fn string(name: String) {}

#[aro_export]
fn list(names: Vec<u8>) {}

#[aro_export]
fn maybe(number: Option<i32>) {}

#[aro_export]
fn character(letter: char) {}

#[aro_export]
fn boxed(number: std::boxed::Box<i32>) {}

fn main() {}
