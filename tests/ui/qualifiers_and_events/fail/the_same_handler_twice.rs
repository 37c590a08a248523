use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event("User*")]
#[aro_on_event("User*")]
fn heard() {}

mod audit {
    use aro_sdk::prelude::*;

    #[aro_on_event("*")]
    fn logged() {}
}

mod journal {
    use aro_sdk::prelude::*;

    #[aro_on_event("*")]
    fn logged() {}
}

fn main() {}
