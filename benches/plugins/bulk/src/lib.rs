//! Actions whose arguments and results may have any size.

use aro_sdk::prelude::*;
use serde_json::value::RawValue;

aro_sdk::plugin! { name = "bench-bulk" }

#[aro_action(verbs = ["TextLength"], returns = "length")]
fn text_length(text: &str) -> usize {
    text.len()
}

#[aro_action(verbs = ["EchoText"], returns = "text")]
fn echo_text(text: &str) -> &str {
    text
}

#[aro_action(verbs = ["EchoRows"], returns = "rows")]
fn echo_rows(rows: Vec<&RawValue>) -> Vec<&RawValue> {
    rows
}

#[derive(Serialize)]
struct Row {
    id: usize,
    name: &'static str,
    share: f64,
}

#[aro_action(verbs = ["StreamRows"], returns = "rows")]
fn stream_rows(count: usize) -> Streamed<impl Iterator<Item = Row>> {
    Streamed::new((0..count).map(|id| Row { id, name: "a streamed row", share: id as f64 / 8.0 }))
}

#[aro_action(verbs = ["StreamNumbers"], returns = "numbers")]
fn stream_numbers(count: u64) -> Streamed<impl Iterator<Item = u64>> {
    Streamed::new(0..count)
}
