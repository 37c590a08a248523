use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::cell::RefCell;
use std::rc::Rc;

#[aro_action(verbs = ["Count"])]
fn count(counter: State<RefCell<u64>>, other: State<Rc<u64>>) {
    let _ = (counter, other);
}

fn main() {}
