use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
#[repr(C)]
struct File {
    number: i32,
}

impl Drop for File {
    fn drop(&mut self) {}
}

fn main() {}
