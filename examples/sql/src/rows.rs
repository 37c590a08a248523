//! The rows that a query returns.

use aro_sdk::prelude::*;
use data_encoding::BASE64;
use rusqlite::Statement;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

use crate::errors::of_sqlite;

#[derive(Serialize)]
pub(crate) struct Rows {
    rows: Vec<Map<String, Value>>,
    columns: Vec<String>,
    count: usize,
}

impl Rows {
    /// Runs the statement, whose parameters are bound, and reads at most `limit` rows.
    pub(crate) fn read(mut statement: Statement<'_>, limit: usize) -> Result<Self> {
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        for (index, name) in columns.iter().enumerate() {
            if columns[..index].contains(name) {
                return Err(Error::invalid_input(format!(
                    "two columns are named {name:?}, but each needs a name of its own in a row: rename one with AS"
                )));
            }
        }
        let mut results = statement.raw_query();
        let mut rows = Vec::new();
        while let Some(row) = results.next().map_err(|error| of_sqlite(&error))? {
            if rows.len() == limit {
                return Err(Error::resource_exhausted(format!(
                    "there are more than {limit} rows: add LIMIT to the statement, or set `limit`"
                )));
            }
            let mut object = Map::new();
            for (index, name) in columns.iter().enumerate() {
                let value = row.get_ref(index).map_err(|error| of_sqlite(&error))?;
                if let Some(value) = json(value, name)? {
                    object.insert(name.clone(), value);
                }
            }
            rows.push(object);
        }
        Ok(Self { count: rows.len(), rows, columns })
    }
}

/// A value for a program; NULL is none.
fn json(value: ValueRef<'_>, column: &str) -> Result<Option<Value>> {
    Ok(match value {
        ValueRef::Null => None,
        ValueRef::Integer(integer) => Some(integer.into()),
        // Infinity has no JSON.
        ValueRef::Real(real) if real.is_finite() => Some(real.into()),
        ValueRef::Real(real) => Some(real.to_string().into()),
        ValueRef::Text(text) => Some(
            std::str::from_utf8(text)
                .map_err(|error| {
                    Error::execution_failed(format!("the text in the column {column:?} is not UTF-8: {error}"))
                })?
                .into(),
        ),
        ValueRef::Blob(bytes) => Some(BASE64.encode(bytes).into()),
    })
}
