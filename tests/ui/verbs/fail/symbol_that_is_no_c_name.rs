use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Hail"], symbol = "hail!")]
fn hail() {}

#[aro_action(verbs = ["Greet"], symbol = "aro_plugin_greet")]
fn greet() {}


#[aro_action(verbs = ["Verb0"], symbol = "malloc")]
fn verb0() {}

#[aro_action(verbs = ["Verb1"], symbol = "free")]
fn verb1() {}

#[aro_action(verbs = ["Verb2"], symbol = "pthread_create")]
fn verb2() {}

#[aro_action(verbs = ["Verb3"], symbol = "main")]
fn verb3() {}

#[aro_action(verbs = ["Verb4"], symbol = "_exit")]
fn verb4() {}

#[aro_action(verbs = ["Verb5"], symbol = "int")]
fn verb5() {}

fn main() {}
