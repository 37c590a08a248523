//! Rows that were read, and how they become JSON.

use csv::StringRecord;
use serde::{Serialize, Serializer};

/// The rows of a table.
///
/// A record keeps its fields in one piece of text, and they go from there into the reply: no field
/// is ever a string of its own, and the headers are there once, not once a row.
#[derive(Debug)]
pub(crate) struct Rows {
    pub(crate) headers: Option<StringRecord>,
    pub(crate) records: Vec<StringRecord>,
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.records.iter().map(|fields| match &self.headers {
            Some(headers) => Row::Named { headers, fields },
            None => Row::Plain { fields },
        }))
    }
}

enum Row<'a> {
    Named { headers: &'a StringRecord, fields: &'a StringRecord },
    Plain { fields: &'a StringRecord },
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Named { headers, fields } => serializer.collect_map(headers.iter().zip(fields.iter())),
            Self::Plain { fields } => serializer.collect_seq(fields.iter()),
        }
    }
}
