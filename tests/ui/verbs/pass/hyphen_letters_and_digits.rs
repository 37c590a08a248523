use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Parse-It", "Prüfe", "Check2", "解析"])]
fn parse() {}

#[aro_action(verbs = ["Superscript²"])]
fn superscript() {}

fn main() {}
