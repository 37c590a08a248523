use aro_sdk::aro_export;

aro_sdk::exports! {}

type Numbers = Vec<i32>;

#[aro_export]
fn numbers() -> Option<Numbers> {
    None
}

fn main() {}
