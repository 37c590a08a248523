aro_sdk::plugin! {}
aro_sdk::exports! {}

fn main() {}
