//! ARO actions that read and write CSV.
//!
//! ```aro
//! ParseCSV  the <table> from the <text>.
//! ParseCSV  the <rows>  from the <text> with { headers: false, delimiter: ";" }.
//! FormatCSV the <csv>   from the <table>.
//! CSVToJSON the <json>  from the <text>.
//! ```
//!
//! A table is an object: `rows`, `count`, and, if the text has headers, `columns` with their
//! names in order. Its rows are objects keyed by the headers, or else lists. Every field is text:
//! what `007` or `1e3` means, only the program knows.
//!
//! `columns` is there because an ARO object has no order: `FormatCSV` takes the whole table back
//! and writes the columns as they were.

mod delimiter;
mod error;
mod format;
mod input;
mod json;
mod parse;
mod table;

aro_sdk::plugin! { handle = "CSV" }
