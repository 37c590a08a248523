aro_sdk::plugin! {}

#[aro_action(verbs = ["Greet"])]
fn greet(name: &str, #[arg(default)] times: usize) -> String {
    name.repeat(times)
}

mod events {
    #[aro_on_event("Greeted")]
    fn note() {}
}

fn main() {}
