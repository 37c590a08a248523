use aro_sdk::aro_export;

aro_sdk::exports! {}

type Text = String;

#[aro_export]
fn name() -> Text {
    Text::new()
}

fn main() {}
