aro_sdk::plugin! { init_limit = "half an hour" }

fn main() {}
