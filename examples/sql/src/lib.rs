//! An ARO service that queries and changes a SQLite database.
//!
//! ```aro
//! Call the <made>  from the <sql: execute> with { statement: "CREATE TABLE t (name, age)" }.
//! Call the <added> from the <sql: execute> with
//!     { statement: "INSERT INTO t VALUES (?, ?)", parameters: ["Ada", 36] }.
//! Call the <found> from the <sql: query> with
//!     { statement: "SELECT * FROM t WHERE age > :age", parameters: { age: 30 } }.
//! ```
//!
//! # Values
//!
//! | SQLite | in a program |
//! |---|---|
//! | INTEGER, REAL | a number |
//! | TEXT | a text |
//! | BLOB | base64 text, or the object `{ base64: "…" }` as a parameter |
//! | NULL | the column is absent from the row: hosts turn null into the text "null" |
//!
//! A boolean parameter is 0 or 1. A parameter that is a list or another object is an error: turn it
//! into text first. Give values as parameters, never inside the statement's text: what came from
//! outside could otherwise change what the statement does.
//!
//! # Where the database is
//!
//! In the file that the environment variable `ARO_SQL_PATH` names, else in `data.sqlite` in the
//! program's working directory; `:memory:` keeps it in memory. Init opens it before the first call.
//! Calls run one after the other.

mod database;
mod errors;
mod parameters;
mod rows;
mod service;

aro_sdk::plugin! { handle = "SQL" }
