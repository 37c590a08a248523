use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
fn free() {}

#[aro_export]
fn last_error() {}

#[aro_export(symbol = "add!")]
fn add() {}

#[aro_export(symbol = "aro_add")]
fn add_again() {}

#[aro_export(name = "x")]
fn unknown() {}

fn main() {}
