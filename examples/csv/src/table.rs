//! Rows that were read, and their serialization.

use csv::StringRecord;
use serde::{Serialize, Serializer};

/// The rows of a table.
///
/// A record keeps its fields in one string, from which they are serialized: no field is copied to
/// a string, and the headers are stored once for all rows.
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
