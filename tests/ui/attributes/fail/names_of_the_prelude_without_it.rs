aro_sdk::plugin! {}

#[aro_sdk::aro_action(verbs = ["Greet"])]
fn greet(name: &str, visits: State<u64>) -> Result<String> {
    Err(Error::not_found(name))
}

fn main() {}
