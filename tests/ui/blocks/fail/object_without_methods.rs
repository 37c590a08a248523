use aro_sdk::prelude::*;

aro_sdk::plugin! {}

struct Settings;

#[aro_system_object]
impl Settings {
    fn reed(&self) {}
}

fn main() {}
