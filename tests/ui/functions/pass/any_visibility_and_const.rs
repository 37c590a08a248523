use aro_sdk::prelude::*;

aro_sdk::plugin! {}

mod inner {
    use aro_sdk::prelude::*;

    #[aro_action(verbs = ["One"])]
    pub(in crate::inner) fn one() {}

    #[aro_action(verbs = ["Two"])]
    pub(crate) const fn two() -> u8 {
        2
    }
}

fn scope() {
    #[aro_action(verbs = ["Three"])]
    fn three() {}
}

fn main() {}
