use aro_sdk::aro_export;

#[aro_export]
fn add(a: i32, b: i32) -> i32 {
    a + b
}

fn main() {}
