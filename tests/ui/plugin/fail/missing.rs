use aro_sdk::prelude::*;

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str, #[arg(default)] times: u32, counter: State<Vec<u8>>) -> Result<String> {
    let _ = (times, counter);
    Ok(name.to_owned())
}

#[aro_qualifier]
fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[derive(Default)]
struct Store;

#[aro_service]
impl Store {
    fn put(&self, value: String) {
        let _ = value;
    }
}

fn main() {}
