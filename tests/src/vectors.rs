//! The captured exchanges (docs/abi.md, section 10).

use serde::Deserialize;
use serde_json::Value;

const VECTORS: &str = include_str!("../vectors/vectors.json");

/// One captured exchange.
#[derive(Debug, Deserialize)]
pub struct Vector {
    /// `<host path>/<group>/<n>`.
    pub id: String,
    /// The path.
    pub host_path: String,
    /// The group.
    pub group: String,
    /// The input of the host.
    #[serde(default)]
    pub given: Value,
    /// Every call into the plugin.
    #[serde(default, deserialize_with = "or_default")]
    pub calls: Vec<Call>,
    /// The outcome.
    #[serde(default)]
    pub outcome: Value,
}

/// One call into the plugin.
#[derive(Debug, Deserialize)]
pub struct Call {
    /// The exported function, or a description.
    pub function: String,
    /// The arguments, as received.
    #[serde(default)]
    pub arguments: Vec<Value>,
    /// The plugin's reply.
    #[serde(default)]
    pub reply: Option<String>,
}

impl Call {
    /// An argument that is a string.
    ///
    /// # Panics
    ///
    /// If it is none.
    #[must_use]
    pub fn text(&self, index: usize) -> &str {
        self.arguments[index].as_str().expect("a text")
    }
}

impl Vector {
    /// The calls of one function.
    pub fn calls_of<'v>(&'v self, function: &'v str) -> impl Iterator<Item = &'v Call> {
        self.calls.iter().filter(move |call| call.function == function)
    }
}

fn or_default<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Call>, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// All captured exchanges.
///
/// # Panics
///
/// If the file is invalid.
#[must_use]
pub fn vectors() -> Vec<Vector> {
    serde_json::from_str(VECTORS).expect("the captured vectors")
}
