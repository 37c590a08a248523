use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
#[repr(C)]
struct Person {
    name: String,
}

fn main() {}
