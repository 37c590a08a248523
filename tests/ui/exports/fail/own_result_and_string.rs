aro_sdk::exports! {}

struct String;

#[aro_sdk::aro_export]
fn name() -> String {
    String
}

fn main() {}
