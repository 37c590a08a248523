use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_on_event("User*")]
#[aro_on_event("Order*")]
#[aro_on_event("*")]
fn heard(kind: EventType) {
    let _ = kind;
}

#[aro_on_event("User*")]
fn heard_as_well() {}

fn main() {}
