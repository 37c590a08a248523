use aro_sdk::aro_export;

aro_sdk::exports! {}

struct Plain {
    x: f64,
}

type Text<'a> = &'a str;

#[aro_export]
fn not_exported(value: Plain) {}

#[aro_export]
fn by_reference(value: &Plain) {}

#[aro_export]
fn alias_with_the_reference(text: Text<'_>) {}

#[aro_export]
fn strings(list: &[String]) {}

#[aro_export]
fn number_by_reference(number: &i32) {}

#[aro_export]
fn wide(number: u128) {}

#[aro_export]
fn pair(pair: (i32, i32)) {}

#[aro_export]
fn pointer(address: *const u8) {}

fn main() {}
