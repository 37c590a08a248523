use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str, source: &str, #[arg(name = "_with")] with: &str) {
    let _ = (name, source, with);
}

type Context<'a> = Statement<'a>;

#[aro_action(verbs = ["Welcome"])]
fn welcome(context: &Context<'_>, name: Option<&str>, data: &str) {
    let _ = (context, name, data);
}

#[aro_action(verbs = ["Part"])]
fn part(#[arg(with)] source: &str) {
    let _ = source;
}

fn main() {}
