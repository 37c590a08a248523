use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
enum NoRepr {
    Red,
}

#[aro_export]
#[repr(C)]
enum WithFields {
    Empty,
    Circle(f64),
}

#[aro_export]
#[repr(C)]
enum Nothing {}

fn main() {}
