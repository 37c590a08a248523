use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::collections::BTreeMap;

#[aro_action(verbs = ["Unit"], name = "Unit")]
fn unit() {}

#[aro_action(verbs = ["Opaque"])]
fn opaque(text: &str) -> impl Serialize {
    text.len()
}

#[aro_action(verbs = ["Borrowed"])]
fn borrowed(text: &str) -> Option<&str> {
    text.lines().next()
}

#[aro_action(verbs = ["Fallible"])]
fn fallible(text: &str) -> Result<BTreeMap<String, u8>, std::num::ParseIntError> {
    Ok(BTreeMap::from([(text.to_owned(), text.parse()?)]))
}

#[aro_action(verbs = ["Boxed"])]
fn boxed() -> Result<(), Box<dyn std::error::Error>> {
    Ok(())
}

#[aro_action(verbs = ["Worded"])]
fn worded() -> Result<u8, String> {
    Err("no".to_owned())
}

type Outcome<T> = std::result::Result<T, &'static str>;

#[aro_action(verbs = ["Aliased"])]
fn aliased() -> Outcome<u8> {
    Ok(5)
}

fn main() {}
