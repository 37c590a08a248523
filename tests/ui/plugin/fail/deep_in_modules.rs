mod outer {
    mod inner {
        aro_sdk::plugin! { handle = "Deep" }
    }
}

fn main() {}
