//! `ParseCSV`.

use std::collections::HashMap;

use aro_sdk::prelude::*;
use csv::StringRecord;

use crate::delimiter::delimiter_byte;
use crate::error::CsvError;
use crate::table::Rows;

#[derive(Debug, Serialize)]
pub(crate) struct Table {
    pub(crate) rows: Rows,
    columns: Option<Vec<String>>,
    pub(crate) count: usize,
}

/// Parses CSV text into rows.
///
/// With `headers: true`, the default, the first line names the columns: `rows` are objects
/// keyed by them, and `columns` lists them in order. With `headers: false` every line is a row, and
/// rows are lists. `count` is the number of rows. All fields are strings. `delimiter` separates
/// fields and is a comma by default.
///
/// Lines end with LF or CRLF. Empty lines and a byte order mark are skipped. All lines need
/// the same number of fields, and all headers different names.
#[aro_action(verbs = ["ParseCSV", "ReadCSV"], prepositions = ["from", "with"], name = "ParseCSV")]
pub(crate) fn parse_csv(
    data: &str,
    #[arg(default = true)] headers: bool,
    delimiter: Option<char>,
) -> Result<Table, CsvError> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(headers)
        .delimiter(delimiter_byte(delimiter)?)
        .from_reader(data.as_bytes());
    let headers = if headers { Some(reader.headers()?.clone()) } else { None };
    if let Some(headers) = &headers {
        refuse_duplicates(headers)?;
    }
    let records: Result<Vec<StringRecord>, _> = reader.into_records().collect();
    let records = records.map_err(|error| with_line(error, data))?;
    let columns = headers.as_ref().map(|headers| headers.iter().map(str::to_owned).collect());
    Ok(Table { count: records.len(), rows: Rows { headers, records }, columns })
}

/// A row becomes an object, which cannot have two fields with the same name.
pub(crate) fn refuse_duplicates<'a>(columns: impl IntoIterator<Item = &'a str>) -> Result<(), CsvError> {
    let mut seen = HashMap::new();
    for (name, second) in columns.into_iter().zip(1..) {
        if let Some(first) = seen.insert(name, second) {
            return Err(CsvError::DuplicateColumn { name: name.to_owned(), first, second });
        }
    }
    Ok(())
}

/// The `csv` crate's line number is that of the end of the previous row: before empty lines, and
/// before the LF of a CRLF.
fn with_line(error: csv::Error, data: &str) -> CsvError {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos: Some(pos), expected_len, len } => {
            let line = line_at(data.as_bytes(), usize::try_from(pos.byte()).unwrap_or(usize::MAX));
            CsvError::RaggedLine { line, found: *len, expected: *expected_len }
        }
        _ => CsvError::Csv(error),
    }
}

/// The number of the first line at or after `offset` that is not empty.
fn line_at(data: &[u8], offset: usize) -> usize {
    let offset = offset.min(data.len());
    let skipped = data[offset..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    let ends_line = |at: &usize| match data[*at] {
        b'\n' => true,
        b'\r' => data.get(at + 1) != Some(&b'\n'),
        _ => false,
    };
    1 + (0..offset + skipped).filter(ends_line).count()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn with_headers(data: &str) -> Value {
        serde_json::to_value(parse_csv(data, true, None).unwrap()).unwrap()
    }

    fn rows(data: &str, delimiter: Option<char>) -> Value {
        serde_json::to_value(parse_csv(data, false, delimiter).unwrap().rows).unwrap()
    }

    fn message(data: &str, headers: bool) -> String {
        parse_csv(data, headers, None).unwrap_err().to_string()
    }

    #[test]
    fn rows_are_keyed_by_the_headers() {
        let expected = json!({
            "rows": [{ "name": "Alice", "age": "30" }, { "name": "Bob", "age": "" }],
            "columns": ["name", "age"],
            "count": 2,
        });
        assert_eq!(with_headers("name,age\nAlice,30\nBob,\n"), expected);
    }

    #[test]
    fn keys_stand_in_the_order_of_the_columns() {
        let table = parse_csv("z,a,m\n1,2,3", true, None).unwrap();
        assert_eq!(serde_json::to_string(&table.rows).unwrap(), r#"[{"z":"1","a":"2","m":"3"}]"#);
    }

    #[test]
    fn without_headers_rows_are_lists() {
        let table = serde_json::to_value(parse_csv("a,b\n1,2", false, None).unwrap()).unwrap();
        assert_eq!(table, json!({ "rows": [["a", "b"], ["1", "2"]], "columns": null, "count": 2 }));
    }

    #[test]
    fn quoting() {
        for (data, expected) in [
            ("\"a,b\",c", json!([["a,b", "c"]])),
            ("\"say \"\"hi\"\"\",x", json!([["say \"hi\"", "x"]])),
            ("\"two\nlines\",x", json!([["two\nlines", "x"]])),
            ("\"\",x", json!([["", "x"]])),
            (" a , b ", json!([[" a ", " b "]])),
            ("ä,日本", json!([["ä", "日本"]])),
            ("a\"b,c", json!([["a\"b", "c"]])),
        ] {
            assert_eq!(rows(data, None), expected, "{data:?}");
        }
    }

    #[test]
    fn delimiters() {
        for (data, delimiter) in [("a;b,c", ';'), ("a\tb,c", '\t'), ("a|b,c", '|')] {
            assert_eq!(rows(data, Some(delimiter)), json!([["a", "b,c"]]), "{delimiter:?}");
        }
        assert!(matches!(parse_csv("a", true, Some('é')), Err(CsvError::Delimiter('é'))));
    }

    #[test]
    fn line_ends_blank_lines_and_byte_order_mark() {
        let expected = json!([["a", "b"], ["1", "2"]]);
        for data in ["a,b\n1,2", "a,b\n1,2\n", "a,b\r\n1,2\r\n", "\n\na,b\n\n1,2\n\n", "\u{feff}a,b\n1,2"] {
            assert_eq!(rows(data, None), expected, "{data:?}");
        }
        assert_eq!(with_headers("\u{feff}a,b\r\n1,2\r\n")["columns"], json!(["a", "b"]));
    }

    #[test]
    fn nothing_to_read() {
        let empty = json!({ "rows": [], "columns": [], "count": 0 });
        for data in ["", "\n", "\r\n\r\n", "\u{feff}"] {
            assert_eq!(with_headers(data), empty, "{data:?}");
            assert_eq!(rows(data, None), json!([]), "{data:?}");
        }
        assert_eq!(with_headers("a,b\n"), json!({ "rows": [], "columns": ["a", "b"], "count": 0 }));
    }

    #[test]
    fn ragged_lines_are_named() {
        for (data, line, found) in [
            ("a,b\n1,2\n1,2,3", 3, "3 fields"),
            ("a,b\n1\n", 2, "1 field"),
            ("a,b\n\"x\ny\",2\n1", 4, "1 field"),
            ("a,b\r\n1,2\r\n1\r\n", 3, "1 field"),
            ("a,b\r\n1,2\r\n\r\n1\r\n", 4, "1 field"),
            ("\n\na,b\n\n1", 5, "1 field"),
            ("a,b\r1,2\r1", 3, "1 field"),
            ("\u{feff}a,b\r\n1,2\r\n1", 3, "1 field"),
        ] {
            for headers in [true, false] {
                let message = message(data, headers);
                let start = format!("line {line} has {found}, but the first line has 2: add or remove fields");
                assert!(message.starts_with(&start), "{data:?}: {message}");
            }
        }
    }

    #[test]
    fn duplicate_headers_are_refused_where_they_are_keys() {
        let start = "columns 1 and 3 are both named \"id\"";
        assert!(message("id,name,id\n1,2,3", true).starts_with(start));
        assert!(message("id,,\n1,2,3", true).starts_with("columns 2 and 3 are both named \"\""));
        assert_eq!(rows("id,id", None), json!([["id", "id"]]));
    }
}
