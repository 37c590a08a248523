aro_sdk::plugin! { entry_points = "no", nam = "x" }

fn main() {}
