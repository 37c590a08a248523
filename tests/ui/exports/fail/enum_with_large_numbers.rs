use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
#[repr(C)]
enum Large {
    One = 0xffff_ffff,
}

fn main() {}
