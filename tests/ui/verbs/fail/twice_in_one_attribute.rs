use aro_sdk::prelude::*;

aro_sdk::plugin! {}

#[aro_action(verbs = ["ParseCSV", "parse-csv", "PARSE_CSV"])]
fn parse() {}

fn main() {}
