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
#[aro_action(verbs = ["Std2"])]
fn std(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Sdk1"])]
fn aro_sdk(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Test1"])]
fn test(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Inline1"])]
fn inline(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Derive1"])]
fn derive(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Vec1"])]
#[allow(non_snake_case)]
fn String(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Main1"])]
fn aro_action(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Rustfmt1"])]
fn rustfmt(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Function1"])]
fn __function(name: &str) -> String {
    name.into()
}
#[aro_action(verbs = ["Old1"])]
#[deprecated]
fn old(name: &str) -> String {
    name.into()
}
mod vec {}
#[aro_action(verbs = ["Vec2"])]
fn vec(name: &str) -> String {
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
