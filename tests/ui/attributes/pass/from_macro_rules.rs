use aro_sdk::prelude::*;

aro_sdk::plugin! {}

macro_rules! actions {
    ($($verb:literal $name:ident $ty:ty $(= $default:expr)?;)*) => {$(
        #[aro_action(verbs = [$verb], since = "1.0")]
        fn $name($(#[arg(default = $default)])? value: $ty) -> String {
            format!("{value}")
        }
    )*};
}

actions! {
    "ShowInt" show_int i64 = 5;
    "ShowText" show_text String;
}

fn main() {}
