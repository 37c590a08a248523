use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Sort"])]
fn sort(list: &mut Vec<i64>) {
    list.sort();
}

fn main() {}
