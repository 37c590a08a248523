aro_sdk::exports! {}

struct Option<T>(T);
struct Result<T>(T);

#[aro_sdk::aro_export]
fn maybe() -> Option<i32> {
    Option(1)
}

#[aro_sdk::aro_export]
fn fails() -> Result<i32> {
    Result(1)
}

fn main() {}
