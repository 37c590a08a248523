//! The input of `FormatCSV`.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use crate::error::CsvError;

/// Rows alone, or a table as `ParseCSV` returns it. The rows are plain JSON values, so that an
/// error in a row is reported with the row's number.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a list of rows, or a table with a list named `rows`")]
pub(crate) enum Source {
    Rows(Vec<Value>),
    Table { rows: Vec<Value>, columns: Option<Vec<String>> },
}

/// The forms of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum RowKind {
    Object,
    List,
}

/// The form that all rows have, which is that of the first one; `None` when there are no rows.
pub(crate) fn common_kind(rows: &[Value]) -> Result<Option<RowKind>, CsvError> {
    let mut common = None;
    for (row, number) in rows.iter().zip(1..) {
        let kind = match row {
            Value::Object(_) => RowKind::Object,
            Value::Array(_) => RowKind::List,
            _ => return Err(CsvError::NotARow { row: number, found: name_of(row) }),
        };
        if *common.get_or_insert(kind) != kind {
            return Err(CsvError::MixedRows { row: number, found: name_of(row), expected: name_of(&rows[0]) });
        }
    }
    Ok(common)
}

/// The type of a value, in words. Messages do not show the value itself, which may be long or
/// confidential.
pub(crate) fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// A field as it is written, or `None` if it has no such form.
pub(crate) fn field_text(field: &Value) -> Option<Cow<'_, str>> {
    match field {
        Value::Null => Some(Cow::Borrowed("")),
        Value::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Array(_) | Value::Object(_) => None,
    }
}
