use aro_sdk::aro_export;

aro_sdk::exports! {}

struct Plain;

#[aro_export]
fn not_exported() -> Plain {
    Plain
}

#[aro_export]
fn list_of_strings() -> Vec<String> {
    Vec::new()
}

fn main() {}
