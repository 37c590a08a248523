use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
fn add() {}

mod inner {
    #[aro_sdk::aro_export]
    fn add() {}
}

#[aro_export(symbol = "subtract")]
fn subtract() {}

#[aro_export(symbol = "subtract")]
fn subtract_again() {}

fn main() {}
