use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[cfg(any())]
#[aro_action(verbs = ["Greet"])]
fn greet() -> NoSuchType {}

#[aro_action(verbs = ["Greet"])]
#[cfg(all())]
#[cfg_attr(all(), deprecated(since = "2", note = "use Hail"))]
fn hail() {}

fn main() {}
