use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
fn keep<'a: 'static>(text: &'a str) {
    std::thread::spawn(move || text.len());
}

fn main() {}
