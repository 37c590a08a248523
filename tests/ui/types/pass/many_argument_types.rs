use aro_sdk::prelude::*;

aro_sdk::plugin! {}

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

#[derive(Deserialize, Serialize)]
struct Row<'a> {
    name: &'a str,
    #[serde(borrow)]
    text: Cow<'a, str>,
}

#[aro_action(verbs = ["Take"])]
#[allow(clippy::too_many_arguments, unused)]
fn take<'a>(
    a: &str,
    b: Option<&str>,
    c: Row<'a>,
    d: &Row<'_>,
    e: &[Row<'_>],
    f: Vec<Row<'a>>,
    g: HashMap<String, i64>,
    h: BTreeMap<&str, serde_json::Value>,
    i: (i64, f64, bool),
    j: [u8; 4],
    k: &Path,
    l: PathBuf,
    m: &serde_json::value::RawValue,
    n: Box<str>,
    statement: Statement<'_>,
    raw: &RawInput<'_>,
    events: Events<'_>,
) {
}

fn main() {}
