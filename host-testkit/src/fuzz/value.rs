//! Values that an ARO program can have: 64-bit integers, doubles, strings, booleans, lists and
//! objects, but no null.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;
use serde_json::{Map, Number, Value};

/// Strings that often reveal bugs. One of them asks the interpreter to run the action again.
pub(super) const TEXTS: [&str; 26] = [
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "true",
    "null",
    "{}",
    "[",
    "\"",
    "\\",
    "/",
    "\n",
    "\t",
    "\r",
    "\u{1}",
    "\u{2028}",
    "a,b\n1,2",
    "%s%n",
    "../..",
    "ß",
    "e\u{301}",
    "🦀",
    "\u{0}",
    "Unknown action: x",
    "\u{feff}",
];

pub(super) const NUMBERS: [i64; 10] = [0, 1, -1, 2, 255, 256, 65_536, 1 << 53, i64::MAX, i64::MIN];

/// A strategy for each type of JSON Schema.
fn of_type(word: &str) -> Option<BoxedStrategy<Value>> {
    Some(match word {
        "string" => text().prop_map(Value::String).boxed(),
        "integer" => integer().boxed(),
        "number" => prop_oneof![integer(), number()].boxed(),
        "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
        "array" => list(value()).boxed(),
        "object" => object(value()).boxed(),
        _ => return None,
    })
}

/// Mostly a value of these types, sometimes another; of any type if there are none.
pub(super) fn of_types(words: &[String]) -> BoxedStrategy<Value> {
    prop_oneof![4 => within_types(words), 1 => value()].boxed()
}

/// A value of these types; of any type if there are none.
pub(super) fn within_types(words: &[String]) -> BoxedStrategy<Value> {
    let choices: Vec<_> = words.iter().filter_map(|word| of_type(word)).collect();
    if choices.is_empty() { value() } else { Union::new(choices).boxed() }
}

pub(super) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => select(&TEXTS[..]).prop_map(str::to_owned),
        3 => "[ -~]{0,8}",
        2 => "\\PC{0,6}",
        1 => "[\\x01-\\x1f\\x7f\"\\\\]{1,4}",
        1 => "[a-z]{0,300}",
        1 => (600..6_000_usize).prop_map(|length| "x".repeat(length)),
    ]
    .boxed()
}

fn integer() -> impl Strategy<Value = Value> {
    prop_oneof![select(&NUMBERS[..]), -100..100_i64, any::<i64>()].prop_map(Value::from)
}

/// The greatest and the smallest doubles: what a plugin computes from them may be infinite.
const DOUBLES: [f64; 5] = [1e308, -1e308, f64::MAX, 5e-324, 0.1];

fn number() -> impl Strategy<Value = Value> {
    let fraction = (-1_000_000..1_000_000_i32).prop_map(|n| f64::from(n) + 0.5);
    prop_oneof![4 => fraction, 4 => any::<f64>(), 1 => select(&DOUBLES[..])].prop_map(double)
}

/// A number that hosts send as a double: they send a whole one as an integer, 2.0 as 2, if it fits.
pub(super) fn double(number: f64) -> Value {
    const BEYOND_INTEGERS: f64 = 1e19;
    let is_sent = number.is_finite() && (number.fract() != 0.0 || number.abs() >= BEYOND_INTEGERS);
    Number::from_f64(if is_sent { number } else { 0.5 }).map_or(Value::from(0), Value::Number)
}

fn list(of: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    proptest::collection::vec(of, 0..4).prop_map(Value::Array)
}

fn object(of: BoxedStrategy<Value>) -> impl Strategy<Value = Value> {
    let entry = (key(), of);
    proptest::collection::vec(entry, 0..4).prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>()))
}

pub(super) fn key() -> BoxedStrategy<String> {
    prop_oneof![4 => "[a-z][a-z0-9_]{0,5}", 1 => text()].boxed()
}

pub(super) fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![text().prop_map(Value::String), integer(), number(), any::<bool>().prop_map(Value::Bool)];
    leaf.prop_recursive(3, 12, 4, |inner| prop_oneof![list(inner.clone()), object(inner)]).boxed()
}
