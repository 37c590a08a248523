use aro_sdk::prelude::*;

aro_sdk::plugin! {}

/// Greets.
#[aro_action(
    verbs = ["Greet", "Hail"],
    prepositions = ["with"],
    name = "Greeting",
    role = "response",
    since = "1.0",
    returns = "greeting",
    symbol = "greeter_greet",
    emits = ["Greeted"],
    crate = ::aro_sdk
)]
fn greet(
    #[arg(subject)] name: &str,
    #[arg(default = "Hello")] greeting: &str,
    #[arg(default)] times: u32,
    #[arg(with, name = "loud")] shout: Option<bool>,
) -> String {
    let _ = (times, shout);
    format!("{greeting}, {name}")
}

#[aro_qualifier(name = "loud", input_types = ["String"], crate = ::aro_sdk)]
fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[derive(Default)]
struct Store;

#[aro_service(name = "store", crate = ::aro_sdk)]
impl Store {
    #[service(name = "put")]
    fn keep(&self, value: String) {
        let _ = value;
    }

    #[service(skip)]
    fn skipped(self) {}

    fn associated() {}
}

#[derive(Default)]
struct Settings;

#[aro_system_object(identifier = "settings", crate = ::aro_sdk)]
impl Settings {
    fn read(&self, qualifier: &str) -> String {
        qualifier.to_owned()
    }

    fn helper(&self) {}
}

#[aro_on_event("User*", crate = ::aro_sdk)]
fn heard(kind: EventType, user: serde_json::Value) {
    let _ = (kind, user);
}

#[aro_init(crate = ::aro_sdk)]
fn start() -> Store {
    Store
}

#[aro_shutdown(crate = ::aro_sdk)]
fn stop() {}

#[derive(Deserialize, AroTypes)]
#[aro(types = ["String"], crate = ::aro_sdk)]
struct Name(String);

fn main() {}
