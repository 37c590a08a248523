//! `FormatCSV`.

use std::collections::BTreeSet;

use aro_sdk::prelude::*;
use serde_json::Value;

use crate::delimiter::delimiter_byte;
use crate::error::CsvError;
use crate::input::{RowKind, Source, common_kind, field_text, name_of};
use crate::parse::refuse_duplicates;

#[derive(Debug, Serialize)]
struct CsvText {
    text: String,
    columns: Option<Vec<String>>,
    count: usize,
}

/// Formats rows as CSV text.
///
/// `rows` is a list of objects, a list of lists, or a table as `ParseCSV` returns it. `columns`
/// names the columns that are written, in this order; without it, those of the table, or else all
/// keys of the objects in alphabetical order, because an ARO object has no order. A key
/// that a row lacks is written as an empty field. With `headers: true`, the default, the first
/// line names the columns, if they have names. `delimiter` separates fields and is a comma by
/// default.
///
/// The reply has the `text`, its lines ended with LF, the `columns` as written, and the `count` of
/// rows.
#[aro_action(verbs = ["FormatCSV", "WriteCSV"], prepositions = ["from", "with"], name = "FormatCSV")]
fn format_csv(
    rows: Source,
    columns: Option<Vec<String>>,
    #[arg(default = true)] headers: bool,
    delimiter: Option<char>,
) -> Result<CsvText, CsvError> {
    let delimiter = delimiter_byte(delimiter)?;
    let (rows, wanted) = match rows {
        Source::Rows(rows) => (rows, columns),
        Source::Table { rows, columns: own } => (rows, columns.or(own)),
    };
    let columns = columns_to_write(&rows, wanted)?;

    // Lengths are checked below, where the row's number is known.
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_writer(Vec::new());
    if let Some(columns) = columns.as_deref().filter(|columns| headers && !columns.is_empty()) {
        writer.write_record(columns)?;
    }
    let mut width = columns.as_ref().map(Vec::len);
    for (row, number) in rows.iter().zip(1..) {
        let fields = fields(row, columns.as_deref().unwrap_or_default());
        let expected = *width.get_or_insert(fields.len());
        if fields.len() != expected {
            return Err(CsvError::RaggedRow { row: number, found: fields.len(), expected });
        }
        if expected == 0 {
            return Err(CsvError::NoColumns);
        }
        for (field, column) in fields.iter().zip(1..) {
            let nested = || CsvError::NestedField { row: number, column, found: name_of(field) };
            writer.write_field(&*field_text(field).ok_or_else(nested)?)?;
        }
        writer.write_record(None::<&[u8]>)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    let text = String::from_utf8(bytes).expect("text with ASCII between it is text");
    Ok(CsvText { text, columns, count: rows.len() })
}

/// The names of the columns, if they have any: those in `wanted`, or else the keys of all
/// objects.
fn columns_to_write(rows: &[Value], wanted: Option<Vec<String>>) -> Result<Option<Vec<String>>, CsvError> {
    if let Some(wanted) = &wanted {
        refuse_duplicates(wanted.iter().map(String::as_str))?;
    }
    if common_kind(rows)? != Some(RowKind::Object) {
        return Ok(wanted);
    }
    let known: BTreeSet<&str> =
        rows.iter().filter_map(Value::as_object).flatten().map(|(key, _)| key.as_str()).collect();
    let known = || known.iter().copied().map(str::to_owned).collect::<Vec<_>>();
    let Some(wanted) = wanted else { return Ok(Some(known())) };
    match wanted.iter().find(|&name| rows.iter().all(|row| row.get(name).is_none())) {
        Some(name) => Err(CsvError::UnknownColumn { name: name.clone(), known: known() }),
        None => Ok(Some(wanted)),
    }
}

/// The fields of a row, an object's in the order of the columns.
fn fields<'r>(row: &'r Value, columns: &[String]) -> Vec<&'r Value> {
    match row {
        Value::Array(fields) => fields.iter().collect(),
        object => columns.iter().map(|name| object.get(name).unwrap_or(&Value::Null)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parse::parse_csv;

    fn source(json: Value) -> Source {
        serde_json::from_value(json).unwrap()
    }

    fn text(rows: Value) -> String {
        format_csv(source(rows), None, true, None).unwrap().text
    }

    fn with_columns(rows: Value, columns: &[&str]) -> Result<CsvText, CsvError> {
        format_csv(source(rows), Some(columns.iter().map(|&name| name.to_owned()).collect()), true, None)
    }

    fn message(rows: Value) -> String {
        format_csv(source(rows), None, true, None).unwrap_err().to_string()
    }

    #[test]
    fn objects_are_written_below_their_keys() {
        let reply =
            format_csv(source(json!([{ "b": 1, "a": "x" }, { "a": "y", "c": true }])), None, true, None).unwrap();
        assert_eq!(reply.text, "a,b,c\nx,1,\ny,,true\n");
        assert_eq!(reply.columns.unwrap(), ["a", "b", "c"]);
        assert_eq!(reply.count, 2);
    }

    #[test]
    fn columns_choose_and_order() {
        let rows = json!([{ "a": 1, "b": 2, "c": 3 }]);
        assert_eq!(with_columns(rows.clone(), &["c", "a"]).unwrap().text, "c,a\n3,1\n");
        let without = format_csv(source(rows), Some(vec!["b".to_owned()]), false, None).unwrap();
        assert_eq!(without.text, "2\n");
        assert_eq!(with_columns(json!([["x", "y"]]), &["a", "b"]).unwrap().text, "a,b\nx,y\n");
        assert_eq!(with_columns(json!([]), &["a", "b"]).unwrap().text, "a,b\n");
    }

    #[test]
    fn fields_of_every_kind() {
        let rows =
            json!([["a,b", "say \"hi\"", "two\nlines", "", null], [1, 2.5, -9223372036854775808_i64, true, "ä"]]);
        assert_eq!(text(rows), "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,\n1,2.5,-9223372036854775808,true,ä\n");
        assert_eq!(text(json!([[""], ["x"]])), "\"\"\nx\n");
        assert_eq!(text(json!([])), "");
    }

    #[test]
    fn delimiters() {
        let reply = format_csv(source(json!([["a;b", "c,d"]])), None, true, Some(';')).unwrap();
        assert_eq!(reply.text, "\"a;b\";c,d\n");
        let refused = format_csv(source(json!([])), None, true, Some('→')).unwrap_err().to_string();
        assert!(refused.starts_with("the delimiter '→' cannot be used: expected one ASCII character"), "{refused}");
    }

    #[test]
    fn what_was_parsed_is_written_as_it_was() {
        for csv in [
            "z,a\n1,2\n",
            "name,note\nAl,\"a,b\"\nBob,\"say \"\"hi\"\"\"\n",
            "x,y\n\"two\nlines\",\n",
            "one\n\"\"\n",
            "a,b\n",
            "",
        ] {
            for headers in [true, false] {
                let table = serde_json::to_value(parse_csv(csv, headers, None).unwrap()).unwrap();
                assert_eq!(text(table), csv, "headers: {headers}");
            }
        }
    }

    #[test]
    fn mixed_and_ragged_rows() {
        for (rows, expected) in [
            (json!([{ "a": 1 }, [1]]), "row 2 is a list, but the first row is an object: give all rows"),
            (json!([[1], { "a": 1 }]), "row 2 is an object, but the first row is a list: give all rows"),
            (json!([[1], "x"]), "row 2 is text, expected an object or a list"),
            (json!([[1, 2], [1, 2], [1]]), "row 3 has 1 field, expected 2: give each row"),
            (json!([[]]), "there are rows but no columns"),
            (json!([{}]), "there are rows but no columns"),
            (json!([[1, [2]]]), "row 1, column 2: a list cannot be a field, expected text, a number or a boolean"),
            (json!([{ "a": {} }]), "row 1, column 1: an object cannot be a field"),
        ] {
            let message = message(rows);
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn missing_and_duplicate_columns_are_errors() {
        let error = |columns: &[&str]| with_columns(json!([{ "b": 1, "a": 2 }]), columns).unwrap_err().to_string();
        assert!(
            error(&["a", "nmae"])
                .starts_with("`columns` names \"nmae\", but no row has such a key, the rows have a, b")
        );
        assert!(error(&["a", "a"]).starts_with("columns 1 and 2 are both named \"a\""));
        let short = with_columns(json!([["x"]]), &["a", "b"]).unwrap_err().to_string();
        assert!(short.starts_with("row 1 has 1 field, expected 2"), "{short}");
    }

    #[test]
    fn an_input_of_another_type_is_an_error_with_the_expected_ones() {
        for odd in [json!("text"), json!(1), json!({ "columns": [] }), json!({ "rows": "x" })] {
            let message = serde_json::from_value::<Source>(odd).unwrap_err().to_string();
            assert_eq!(message, "expected a list of rows, or a table with a list named `rows`");
        }
    }
}
