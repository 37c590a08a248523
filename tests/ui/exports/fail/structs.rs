use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
struct NoRepr {
    x: f64,
}

#[aro_export]
#[repr(C, packed)]
struct Packed {
    x: u8,
    y: f64,
}

#[aro_export]
#[repr(C, align(64))]
struct Aligned {
    x: u8,
}

#[aro_export]
#[repr(C)]
struct Generic<T> {
    x: T,
}

#[aro_export]
#[repr(C)]
struct Empty;

#[aro_export]
#[repr(C)]
union Number {
    int: i64,
    float: f64,
}

fn main() {}
