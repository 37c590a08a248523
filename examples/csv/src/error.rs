//! The errors of the actions. Each message says what came, what was expected, and what to do.

use std::error::Error;
use std::fmt;

#[derive(Debug)]
pub(crate) enum CsvError {
    /// A delimiter that is not ASCII, or has another meaning in CSV.
    Delimiter(char),
    /// A line of CSV text with more or fewer fields than the first one.
    RaggedLine { line: usize, found: u64, expected: u64 },
    /// Two columns of one name; counted from 1.
    DuplicateColumn { name: String, first: usize, second: usize },
    /// A row to be written is neither an object nor a list. Rows are counted from 1 everywhere.
    NotARow { row: usize, found: &'static str },
    /// A row to be written has another form than the first one.
    MixedRows { row: usize, found: &'static str, expected: &'static str },
    /// A list to be written with more or fewer fields than there are columns.
    RaggedRow { row: usize, found: usize, expected: usize },
    /// There are rows to be written, but no columns to write.
    NoColumns,
    /// `columns` names a column that no row has.
    UnknownColumn { name: String, known: Vec<String> },
    /// A field to be written is itself a list or an object.
    NestedField { row: usize, column: usize, found: &'static str },
    /// An error of the `csv` crate.
    Csv(csv::Error),
    /// JSON that could not be written.
    Json(serde_json::Error),
}

impl fmt::Display for CsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Delimiter(c) => write!(
                f,
                "the delimiter {c:?} cannot be used: expected one ASCII character other than a quote or a line break, such \
                 as `,`, `;` or a tab"
            ),
            Self::RaggedLine { line, found, expected } => write!(
                f,
                "line {line} has {}, but the first line has {expected}: add or remove fields, put a field that contains \
                 the delimiter in double quotes, or name the right delimiter with `delimiter`",
                fields(*found)
            ),
            Self::DuplicateColumn { name, first, second } => write!(
                f,
                "columns {first} and {second} are both named {name:?}, but each column needs a name of its own: rename one \
                 (text can also be read as lists, with `headers: false`)"
            ),
            Self::NotARow { row, found } => {
                write!(f, "row {row} is {found}, expected an object or a list: give each row as one of these")
            }
            Self::MixedRows { row, found, expected } => write!(
                f,
                "row {row} is {found}, but the first row is {expected}: give all rows in the same form, all as objects or \
                 all as lists"
            ),
            Self::RaggedRow { row, found, expected } => {
                write!(
                    f,
                    "row {row} has {}, expected {expected}: give each row a field for each column",
                    fields(*found)
                )
            }
            Self::NoColumns => f.write_str(
                "there are rows but no columns, expected at least one: give the rows fields, or name `columns`",
            ),
            Self::UnknownColumn { name, known } => write!(
                f,
                "`columns` names {name:?}, but no row has such a key, the rows have {}: name one of these, or leave the \
                 column out",
                known.join(", ")
            ),
            Self::NestedField { row, column, found } => write!(
                f,
                "row {row}, column {column}: {found} cannot be a field, expected text, a number or a boolean: turn it into \
                 text first"
            ),
            Self::Csv(error) => write!(f, "the CSV could not be processed: {error}"),
            Self::Json(error) => write!(f, "the rows could not be written as JSON: {error}"),
        }
    }
}

impl Error for CsvError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Csv(error) => Some(error),
            Self::Json(error) => Some(error),
            _ => None,
        }
    }
}

impl From<csv::Error> for CsvError {
    fn from(error: csv::Error) -> Self {
        Self::Csv(error)
    }
}

impl From<serde_json::Error> for CsvError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

fn fields<N: fmt::Display + PartialEq + From<u8>>(count: N) -> String {
    if count == N::from(1) { "1 field".to_owned() } else { format!("{count} fields") }
}
