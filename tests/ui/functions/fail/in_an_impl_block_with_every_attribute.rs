use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Greeter;

impl Greeter {
    #[aro_qualifier]
    fn first(text: &str) -> &str {
        text
    }

    #[aro_on_event("A")]
    #[aro_on_event("B")]
    fn heard() {}

    #[aro_init]
    fn start() {}
}

fn main() {}
