use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Greeter;

impl Greeter {
    #[aro_action(verbs = ["Greet"])]
    fn greet(&self, name: &str) -> String {
        name.to_owned()
    }

    #[aro_init]
    fn start(self) {}
}

fn main() {}
