//! Qualifiers: a value of each type.

use std::collections::BTreeMap;

use aro_sdk::prelude::*;
use serde_json::{Map, Value, json};

#[aro_qualifier]
fn same(value: Value) -> Value {
    value
}

#[aro_qualifier]
fn with(value: Value, #[arg(flatten)] with: Map<String, Value>) -> Value {
    json!({ "value": value, "with": with })
}

#[aro_qualifier(name = "Pick-From")]
fn pick_from(
    list: Vec<Value>,
    #[arg(default = 1)] count: usize,
    after: Option<i64>,
    #[arg(name = "value")] named: Option<String>,
) -> Value {
    json!({ "picked": list.into_iter().take(count).collect::<Vec<_>>(), "after": after, "named": named })
}

#[derive(Deserialize, Serialize)]
pub(crate) struct Point {
    x: i32,
    y: i32,
}

macro_rules! taking {
    ($($name:ident: $ty:ty;)*) => {$(
        #[aro_qualifier]
        fn $name(value: $ty) -> Value {
            json!(value)
        }
    )*};
}

taking! {
    text: &str;
    owned: String;
    letter: char;
    whole: i64;
    small: u8;
    real: f64;
    flag: bool;
    slice: &[i64];
    pair: (i64, String);
    map: BTreeMap<String, i64>;
    point: Point;
    optional: Option<i64>;
    address: std::net::IpAddr;
}
