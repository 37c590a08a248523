use aro_sdk::aro_export;

aro_sdk::exports! {}

struct Broken;

#[aro_export]
fn fails() -> Result<i32, Broken> {
    Err(Broken)
}

fn main() {}
