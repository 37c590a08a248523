use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Greeter;

impl Greeter {
    #[aro_action(verbs = ["Greet"])]
    fn greet(name: &str) -> String {
        name.to_owned()
    }
}

fn main() {}
