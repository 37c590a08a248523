aro_sdk::plugin! { uses = ["my-crate", 3, no_such_crate] }

fn main() {}
