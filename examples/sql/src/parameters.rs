//! A statement's parameters.

use aro_sdk::prelude::*;
use data_encoding::BASE64;
use rusqlite::Statement;
use rusqlite::types::Value as Sql;
use serde_json::{Map, Value};

use crate::errors::of_sqlite;

/// The argument `parameters`.
#[derive(Default, Deserialize)]
#[serde(untagged, expecting = "a list for `?`, or an object for `:name`")]
pub(crate) enum Parameters {
    #[default]
    None,
    List(Vec<Value>),
    Named(Map<String, Value>),
}

impl Parameters {
    /// Binds every parameter of the statement; none may be missing, and none left over.
    pub(crate) fn bind(&self, statement: &mut Statement<'_>) -> Result<()> {
        let expected = statement.parameter_count();
        let given = match self {
            Self::None => 0,
            Self::List(values) => values.len(),
            Self::Named(values) => values.len(),
        };
        if given != expected {
            return Err(wrong(format!("the statement has {expected} of them, got {given}")));
        }
        match self {
            Self::None => {}
            Self::List(values) => {
                for (index, value) in (1..).zip(values) {
                    let value = sql(value, &format!("[{}]", index - 1))?;
                    statement.raw_bind_parameter(index, value).map_err(|error| of_sqlite(&error))?;
                }
            }
            Self::Named(values) => {
                for (name, value) in values {
                    let index = [":", "@", "$"]
                        .iter()
                        .find_map(|prefix| statement.parameter_index(&format!("{prefix}{name}")).ok().flatten());
                    let index = index.ok_or_else(|| wrong(format!("the statement has no :{name}")))?;
                    let value = sql(value, &format!(".{name}"))?;
                    statement.raw_bind_parameter(index, value).map_err(|error| of_sqlite(&error))?;
                }
            }
        }
        Ok(())
    }
}

/// A value for SQLite.
fn sql(value: &Value, place: &str) -> Result<Sql> {
    let refused =
        |what: &str| wrong(format!("{place} is {what}: expected a text, a number, a boolean or {{ base64: … }}"));
    Ok(match value {
        Value::Null => Sql::Null,
        Value::Bool(flag) => Sql::Integer(i64::from(*flag)),
        Value::String(text) => Sql::Text(text.clone()),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(integer), _) => Sql::Integer(integer),
            (None, Some(real)) => Sql::Real(real),
            (None, None) => return Err(refused("a number that SQLite has not")),
        },
        Value::Array(_) => return Err(refused("a list")),
        Value::Object(object) => match object.get("base64") {
            Some(Value::String(text)) if object.len() == 1 => Sql::Blob(
                BASE64
                    .decode(text.as_bytes())
                    .map_err(|error| wrong(format!("{place}.base64 is no base64 text: {error}")))?,
            ),
            _ => return Err(refused("an object")),
        },
    })
}

fn wrong(what: String) -> Error {
    Error::invalid_input(format!("argument \"parameters\": {what}")).with_detail("argument", "parameters")
}
