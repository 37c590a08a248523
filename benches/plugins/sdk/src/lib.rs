//! The actions of the baseline, written with the SDK.

use aro_sdk::prelude::*;
use bench_checks::{Card, card, is_email};
use serde_json::value::RawValue;

aro_sdk::plugin! { name = "bench-sdk" }

#[derive(Serialize)]
struct EmailCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

#[aro_action(verbs = ["ValidateEmail"], prepositions = ["from", "with"])]
fn validate_email(value: &str) -> EmailCheck<'_> {
    EmailCheck { valid: is_email(value), value, kind: "email" }
}

#[derive(Serialize)]
struct CardCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    card_type: &'static str,
    masked: String,
}

#[aro_action(verbs = ["ValidateCard"], prepositions = ["from", "with"])]
fn validate_card(value: &str) -> CardCheck<'_> {
    let Card { valid, card_type, masked } = card(value);
    CardCheck { valid, value, kind: "card", card_type, masked }
}

#[derive(Deserialize)]
struct Price {
    price: Option<f64>,
}

#[derive(Serialize)]
struct Kept<'a> {
    count: usize,
    rows: Vec<&'a RawValue>,
}

#[aro_action(verbs = ["FilterRows"])]
fn filter_rows<'a>(rows: Vec<&'a RawValue>, #[arg(default)] above: f64) -> Result<Kept<'a>> {
    let mut kept = Vec::with_capacity(rows.len());
    for row in rows {
        let Price { price } = serde_json::from_str(row.get())?;
        if price.is_some_and(|price| price > above) {
            kept.push(row);
        }
    }
    Ok(Kept { count: kept.len(), rows: kept })
}

#[aro_action(verbs = ["TextLength"], returns = "length")]
fn text_length(text: &str) -> usize {
    text.len()
}

#[aro_action(verbs = ["Nothing"])]
fn nothing() -> bool {
    true
}

#[aro_action(verbs = ["Refuse"])]
fn refuse() -> Result<bool> {
    Err(Error::new(ErrorCode::InvalidInput, "no value can ever be right"))
}

#[derive(Serialize)]
struct Table {
    rows: Vec<std::collections::BTreeMap<String, String>>,
}

#[aro_action(verbs = ["ParseTable"])]
fn parse_table(text: &str) -> Result<Table> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<Vec<_>, _>>()?;
    Ok(Table { rows })
}

/// A record as an object with the header's names as keys, written without copies.
struct Record {
    headers: std::rc::Rc<csv::StringRecord>,
    record: csv::StringRecord,
}

impl Serialize for Record {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.headers.iter().zip(&self.record))
    }
}

#[aro_action(verbs = ["StreamTable"], returns = "rows")]
fn stream_table(text: &str) -> Result<TryStreamed<impl Iterator<Item = Result<Record>>>> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let headers = std::rc::Rc::new(reader.headers()?.clone());
    Ok(TryStreamed::new(
        reader.into_records().map(move |record| Ok(Record { headers: headers.clone(), record: record? })),
    ))
}
