use aro_sdk::aro_export;

aro_sdk::exports! {}

#[aro_export]
fn reference(text: &str) -> &str {
    text
}

#[aro_export]
fn bytes(text: &str) -> Option<&[u8]> {
    Some(text.as_bytes())
}

#[aro_export]
fn any() -> impl Iterator<Item = u8> {
    0..5
}

fn main() {}
