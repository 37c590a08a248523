//! `CSVToJSON`.

use aro_sdk::prelude::*;

use crate::error::CsvError;
use crate::parse::parse_csv;

#[derive(Debug, Serialize)]
struct JsonText {
    json: String,
    count: usize,
}

/// Turns CSV text into JSON text.
///
/// `json` is a list of the rows, as `ParseCSV` reads them, and keeps the order of the columns;
/// `count` is the number of rows. `headers` and `delimiter` mean the same as for `ParseCSV`.
#[aro_action(verbs = ["CSVToJSON"], prepositions = ["from", "with"], name = "CSVToJSON")]
fn csv_to_json(
    data: &str,
    #[arg(default = true)] headers: bool,
    delimiter: Option<char>,
) -> Result<JsonText, CsvError> {
    let table = parse_csv(data, headers, delimiter)?;
    Ok(JsonText { json: serde_json::to_string(&table.rows)?, count: table.count })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_keeps_the_order_of_the_columns() {
        let reply = csv_to_json("name;age\n\"Al \"\"the\"\" X\";30\nBob;\n", true, Some(';')).unwrap();
        assert_eq!(reply.json, r#"[{"name":"Al \"the\" X","age":"30"},{"name":"Bob","age":""}]"#);
        assert_eq!(reply.count, 2);
    }

    #[test]
    fn lists_without_headers() {
        assert_eq!(csv_to_json("a,b\n1,2", false, None).unwrap().json, r#"[["a","b"],["1","2"]]"#);
        assert_eq!(csv_to_json("", true, None).unwrap().json, "[]");
    }

    #[test]
    fn errors_are_those_of_parsing() {
        assert!(matches!(
            csv_to_json("a,b\n1", true, None),
            Err(CsvError::RaggedLine { line: 2, found: 1, expected: 2 })
        ));
    }
}
