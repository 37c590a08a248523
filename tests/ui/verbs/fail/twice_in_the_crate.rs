use aro_sdk::prelude::*;

aro_sdk::plugin! {}

mod reader {
    use aro_sdk::prelude::*;

    #[aro_action(verbs = ["ParseCSV"])]
    pub fn read() {}
}

#[aro_action(verbs = ["Parse-Csv"])]
fn parse() {}

fn main() {}
