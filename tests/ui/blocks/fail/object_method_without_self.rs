use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Settings;

#[aro_system_object]
impl Settings {
    fn read(key: &str) -> String {
        key.to_owned()
    }
}

fn main() {}
