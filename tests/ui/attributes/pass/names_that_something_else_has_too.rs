//! Functions with names that something else has too, and a function inside of a function.

use aro_sdk::prelude::*;
aro_sdk::plugin! {}
macro_rules! greet {
    () => {};
}
greet!();
#[aro_action(verbs = ["Greet"])]
fn greet(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Std1"])]
fn serde_json(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Str1"])]
fn str(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Raw1"])]
fn r#match(name: &str) -> String {
    name.into()
}
pub fn outer() {
    #[aro_action(verbs = ["Inner"])]
    fn inner(name: &str) -> String {
        name.into()
    }
    let _ = inner;
}
mod sub {
    use super::*;
    #[aro_action(verbs = ["GreetSub"], name = "GreetSub")]
    fn greet(name: &str) -> String {
        name.into()
    }
    #[aro_on_event("A")]
    #[aro_on_event("B")]
    fn both() {}
}

fn main() {}
