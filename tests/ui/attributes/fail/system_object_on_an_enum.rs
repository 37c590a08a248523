use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_system_object]
enum Settings {}

fn main() {}
