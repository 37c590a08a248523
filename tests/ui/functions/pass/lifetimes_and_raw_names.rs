use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::borrow::Cow;

#[aro_action(verbs = ["Pick"])]
fn pick<'a>(r#type: &'a str, other: Cow<'a, str>, mut rest: Vec<&'a str>) -> Vec<&'a str> {
    rest.push(r#type);
    let _ = other;
    rest
}

#[aro_action(verbs = ["Same"])]
fn r#match(left: &str, right: &str) -> bool {
    left == right
}

fn main() {}
