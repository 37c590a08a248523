use aro_sdk::prelude::*;

aro_sdk::plugin! {}

mod one {
    use aro_sdk::prelude::*;

    #[aro_action(verbs = ["Hail"])]
    pub fn greet() {}
}

mod two {
    use aro_sdk::prelude::*;

    #[aro_action(verbs = ["Welcome"])]
    pub fn greet() {}
}

fn main() {}
