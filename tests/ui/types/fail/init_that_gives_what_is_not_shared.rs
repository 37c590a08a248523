use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::rc::Rc;

#[aro_init]
fn start() -> Rc<u64> {
    Rc::new(5)
}

fn main() {}
