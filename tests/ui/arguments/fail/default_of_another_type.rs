use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Repeat"])]
fn repeat(text: &str, #[arg(default = "three")] times: usize) -> String {
    text.repeat(times)
}

fn main() {}
