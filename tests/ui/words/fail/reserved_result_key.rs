use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"], returns = "error")]
fn greet() {}

#[aro_action(verbs = ["Hail"], returns = "_events")]
fn hail() {}

#[aro_action(verbs = ["Welcome"], returns = "")]
fn welcome() {}

fn main() {}
