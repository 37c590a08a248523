//! Actions: every kind of parameter, every kind of result.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use aro_sdk::prelude::*;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

#[aro_action(verbs = ["Echo"])]
fn echo(value: Value) -> Value {
    value
}

#[aro_action(verbs = ["EchoWith"])]
fn echo_with(#[arg(with)] value: Value) -> Value {
    value
}

#[aro_action(verbs = ["All"])]
fn all(#[arg(flatten)] all: Map<String, Value>) -> Map<String, Value> {
    all
}

#[aro_action(verbs = ["Nothing"])]
fn nothing() -> bool {
    true
}

#[aro_action(verbs = ["Raw"])]
fn raw(input: &RawInput<'_>) -> String {
    input.as_str().to_owned()
}

#[aro_action(verbs = ["Numbers"])]
fn numbers(
    whole: i64,
    small: Option<u8>,
    #[arg(default = 1.5)] real: f64,
    #[arg(default)] flag: bool,
    letter: Option<char>,
    list: Option<Vec<i32>>,
) -> Value {
    json!([whole, small, real, flag, letter, list])
}

/// The statement's object may be absent, and so may a with-argument.
#[aro_action(verbs = ["Perhaps"])]
fn perhaps(number: Option<i32>, #[arg(with)] text: Option<&str>) -> Value {
    json!([number, text])
}

#[aro_action(verbs = ["Usually"])]
fn usually(#[arg(default = 5)] number: i32) -> i32 {
    number
}

#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Place<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    at: (f32, f32),
    tags: Option<BTreeMap<String, u64>>,
}

#[derive(Debug, Deserialize, Serialize, AroTypes)]
#[serde(untagged)]
enum Choice<'a> {
    Whole(i64),
    Text(&'a str),
    Several(Vec<Choice<'a>>),
}

#[aro_action(verbs = ["Lend"])]
fn lend(text: &str, list: &[Value], place: Option<Place<'_>>, choice: Option<Choice<'_>>) -> Value {
    json!({ "text": text, "list": list, "place": place, "choice": choice })
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Flat {
    subject: Option<Value>,
    #[serde(default)]
    limit: u32,
    #[serde(flatten)]
    rest: BTreeMap<String, Value>,
}

#[aro_action(verbs = ["Flatten"])]
fn flatten(#[arg(flatten)] flat: Flat) -> Flat {
    flat
}

#[aro_action(verbs = ["About"])]
fn about(#[arg(subject)] value: Option<Value>, statement: &Statement<'_>) -> Value {
    let parts = |descriptor: &Descriptor<'_>| json!([descriptor.base(), descriptor.specifier(0)]);
    json!({
        "value": value,
        "result": statement.result().map(parts),
        "source": statement.source().map(parts),
        "preposition": statement.preposition().map(|preposition| preposition.to_string()),
        "qualifier": statement.qualifier(),
    })
}

#[derive(Deserialize)]
pub(crate) struct Emission {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) data: Option<Value>,
}

#[aro_action(verbs = ["SendOut"])]
fn send_out(value: Map<String, Value>, emissions: Vec<Emission>, events: Events<'_>) -> Result<Map<String, Value>> {
    for Emission { kind, data } in emissions {
        events.emit(kind, data.unwrap_or_else(|| json!({})))?;
    }
    Ok(value)
}

#[aro_action(verbs = ["Binary"])]
fn binary(bytes: Bytes) -> Bytes {
    bytes
}

#[derive(Deserialize, Serialize)]
pub(crate) enum Form {
    Unit,
    New(i32),
    Tuple(i8, i8),
    Struct { x: f32 },
}

/// What JSON has one form for and Rust many.
#[derive(Deserialize, Serialize)]
pub(crate) struct Kinds {
    small: Option<(i8, u8, i16, u16)>,
    large: Option<(u32, u64, i64)>,
    real: Option<f32>,
    letter: Option<char>,
    unit: Option<()>,
    form: Option<Form>,
    forms: Option<Vec<Form>>,
    map: Option<BTreeMap<i8, Option<bool>>>,
    named: Option<BTreeMap<char, Option<String>>>,
}

#[aro_action(verbs = ["Kinds"])]
fn kinds(#[arg(flatten)] kinds: Kinds) -> Kinds {
    kinds
}

#[aro_action(verbs = ["Raise"])]
fn raise(form: Form) -> Form {
    form
}

#[aro_action(verbs = ["GiveText"])]
fn give_text(text: &str) -> Result<Box<RawValue>> {
    Ok(RawValue::from_string(text.to_owned())?)
}

#[aro_action(verbs = ["Fail"])]
fn fail(message: String, code: Option<u8>, detail: Option<Value>) -> Result<()> {
    let code = code.and_then(|code| ErrorCode::from_number(code.into())).unwrap_or(ErrorCode::ExecutionFailed);
    Err(Error::new(code, message).with_detail("detail", detail))
}

#[aro_action(verbs = ["Pour"])]
fn pour(list: Vec<Value>) -> Streamed<std::vec::IntoIter<Value>> {
    Streamed::new(list)
}

#[derive(Default)]
struct Count(AtomicU64);

#[aro_action(verbs = ["Count"], returns = "count")]
fn count(count: State<Count>) -> u64 {
    count.0.fetch_add(1, Ordering::Relaxed)
}

/// Runs a feature set of the host.
#[aro_action(verbs = ["Ask"])]
fn ask(value: Value, runtime: Runtime) -> Result<Value> {
    runtime.invoke("Answer", &value)
}

/// The same, for what is read as something else than any value.
#[aro_action(verbs = ["AskForText"])]
fn ask_for_text(runtime: Runtime) -> Result<String> {
    runtime.invoke("Answer", &json!({}))
}
