use aro_sdk::prelude::*;

#[aro_action(verbs = ["Greet"])]
fn greet() {}

mod deep {
    pub mod deeper {
        use aro_sdk::prelude::*;

        #[aro_action(verbs = ["Hail"])]
        fn hail() {}
    }
}

aro_sdk::plugin! {}

fn main() {}
