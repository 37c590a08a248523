use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[derive(Default)]
struct Settings;

#[aro_system_object]
impl Settings {
    fn read(&self) {}
}

#[derive(Default)]
struct Other;

#[aro_system_object(identifier = "Settings")]
impl Other {
    fn read(&self) {}
}

fn main() {}
