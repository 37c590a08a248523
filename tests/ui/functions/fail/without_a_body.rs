use aro_sdk::prelude::*;

aro_sdk::plugin! {}

trait Greeter {
    #[aro_action(verbs = ["Greet"])]
    fn greet();
}

fn main() {}
