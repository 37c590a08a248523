use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
async fn fetch() {}

#[aro_export]
unsafe fn peek() {}

#[aro_export]
extern "C" fn foreign() {}

#[aro_export]
fn largest<T: Ord, const N: usize>(count: i32) {}

#[aro_export]
unsafe extern "C" fn sum(first: i64, ...) {}

fn main() {}
