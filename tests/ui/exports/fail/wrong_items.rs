use aro_sdk::aro_export;

aro_sdk::exports! { name = "x" }

#[aro_export]
trait Shape {}

#[aro_export]
mod inner {}

#[aro_export]
const LIMIT: i32 = 5;

#[aro_export]
type Number = i32;

fn main() {}
