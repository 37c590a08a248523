//! The actions.

use bench_checks::{Card, card, is_email};
use serde_json::{Map, Value, json};

type Action = fn(&Value) -> Result<Value, String>;

/// Every action, with its name.
pub(crate) const ALL: &[(&str, Action)] = &[
    ("ValidateEmail", validate_email),
    ("ValidateCard", validate_card),
    ("FilterRows", filter_rows),
    ("TextLength", text_length),
    ("ParseTable", parse_table),
    ("StreamTable", parse_table),
    ("Nothing", nothing),
    ("Refuse", refuse),
];

/// The statement's object, looked up as in the guide.
fn object(input: &Value) -> Result<&Value, String> {
    ["value", "data", "object"].iter().find_map(|key| input.get(key)).ok_or_else(|| "no value".to_owned())
}

fn text(input: &Value) -> Result<&str, String> {
    object(input)?.as_str().ok_or_else(|| "the value must be a string".to_owned())
}

/// A with-argument.
fn argument<'a>(input: &'a Value, name: &str) -> Option<&'a Value> {
    input.get("_with").and_then(|with| with.get(name)).or_else(|| input.get(name))
}

fn validate_email(input: &Value) -> Result<Value, String> {
    let value = text(input)?;
    Ok(json!({ "valid": is_email(value), "value": value, "type": "email" }))
}

fn validate_card(input: &Value) -> Result<Value, String> {
    let value = text(input)?;
    let Card { valid, card_type, masked } = card(value);
    Ok(json!({ "valid": valid, "value": value, "type": "card", "card_type": card_type, "masked": masked }))
}

fn filter_rows(input: &Value) -> Result<Value, String> {
    let rows = object(input)?.as_array().ok_or("the value must be a list")?;
    let above = argument(input, "above").and_then(Value::as_f64).unwrap_or(0.0);
    let kept: Vec<Value> =
        rows.iter().filter(|row| row["price"].as_f64().is_some_and(|price| price > above)).cloned().collect();
    Ok(json!({ "count": kept.len(), "rows": kept }))
}

fn text_length(input: &Value) -> Result<Value, String> {
    Ok(json!({ "length": text(input)?.len() }))
}

fn parse_table(input: &Value) -> Result<Value, String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text(input)?.as_bytes());
    let headers = reader.headers().map_err(|error| error.to_string())?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let row: Map<String, Value> =
            headers.iter().zip(&record).map(|(header, field)| (header.to_owned(), field.into())).collect();
        rows.push(Value::Object(row));
    }
    Ok(json!({ "rows": rows }))
}

fn nothing(_: &Value) -> Result<Value, String> {
    Ok(json!({ "result": true }))
}

fn refuse(_: &Value) -> Result<Value, String> {
    Err("no value can ever be right".to_owned())
}
