//! The recorded programs.

use serde::Deserialize;
use serde_json::Value;

const PROGRAMS: &str = include_str!("../../vectors/programs.json");

#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) group: String,
    pub(crate) case: String,
    pub(crate) plugins: Vec<Installed>,
    /// The folders in the order in which the directory listed them, where it counts.
    #[serde(default)]
    pub(crate) directory_order: Vec<String>,
    pub(crate) program: String,
    pub(crate) calls: Vec<Call>,
    pub(crate) outcome: Ended,
    /// What differs from run to run.
    #[serde(default)]
    pub(crate) unordered_in: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Installed {
    pub(crate) name: String,
    pub(crate) folder: String,
    pub(crate) library: String,
    pub(crate) yaml: Option<String>,
    #[serde(default)]
    pub(crate) info: Value,
    pub(crate) info_text: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Call {
    pub(crate) plugin: String,
    pub(crate) function: String,
    pub(crate) arguments: Vec<String>,
    pub(crate) reply: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Ended {
    pub(crate) exit: i32,
    pub(crate) stdout: Vec<String>,
    pub(crate) stderr: Vec<String>,
}

pub(crate) fn entries() -> Vec<Entry> {
    serde_json::from_str(PROGRAMS).unwrap()
}

impl Entry {
    pub(crate) fn is_unordered(&self, what: &str) -> bool {
        self.unordered_in.iter().any(|unordered| unordered == what)
    }
}
