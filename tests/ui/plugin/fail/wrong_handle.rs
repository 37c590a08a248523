aro_sdk::plugin! { handle = "My Tools" }

fn main() {}
