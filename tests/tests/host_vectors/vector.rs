//! The captured exchanges.

use serde::Deserialize;
use serde_json::Value;

const VECTORS: &str = include_str!("../../vectors/vectors.json");

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) host_path: String,
    pub(crate) group: String,
    pub(crate) case: String,
    #[serde(default)]
    pub(crate) statement: Option<String>,
    #[serde(default)]
    pub(crate) given: Value,
    #[serde(default)]
    pub(crate) calls: Option<Vec<Captured>>,
    pub(crate) outcome: Value,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Captured {
    pub(crate) function: String,
    pub(crate) arguments: Vec<Value>,
    #[serde(default)]
    pub(crate) reply: Value,
}

pub(crate) fn vectors() -> Vec<Vector> {
    serde_json::from_str(VECTORS).unwrap()
}

impl Vector {
    pub(crate) fn op(&self) -> &str {
        self.given["op"].as_str().unwrap_or_default()
    }

    /// The calls that a host makes, without what the recorder says of itself.
    pub(crate) fn calls(&self) -> Vec<Captured> {
        let calls = self.calls.iter().flatten().filter(|call| call.function.starts_with("aro_"));
        calls.filter(|call| call.function != "aro_plugin_free").cloned().collect()
    }

    /// What the plugin answered to the calls that bring an answer; `None` for NULL.
    pub(crate) fn replies(&self) -> Vec<Option<String>> {
        let answers = ["aro_plugin_execute", "aro_plugin_qualifier", "aro_object_read", "aro_object_write"];
        let calls = self.calls().into_iter().filter(|call| answers.contains(&call.function.as_str()));
        calls.map(|call| call.reply.as_str().map(str::to_owned)).collect()
    }

    pub(crate) fn info(&self) -> Option<String> {
        let info = self.calls().into_iter().find(|call| call.function == "aro_plugin_info")?;
        Some(info.reply.as_str().map_or_else(|| "@NULL".to_owned(), str::to_owned))
    }
}
