use aro_sdk::aro_export;

#[aro_export]
#[repr(C)]
struct Point {
    x: f64,
}

fn main() {}
