//! The service `sql`.

use aro_sdk::prelude::*;

use crate::database::{Database, only_statement};
use crate::errors::of_sqlite;
use crate::parameters::Parameters;
use crate::rows::Rows;

/// The most rows of a query, unless it says another number.
const MAX_ROWS: usize = 100_000;

/// What a statement changed.
#[derive(Serialize)]
struct Changed {
    /// How many rows were inserted, updated or deleted.
    changes: u64,
    /// The row id of the last row that was inserted on this connection.
    last_id: i64,
}

/// One of the statements of a transaction.
#[derive(Deserialize)]
struct Step {
    statement: String,
    #[serde(default)]
    parameters: Parameters,
}

/// Queries and changes a SQLite database.
#[aro_service(name = "sql")]
impl Database {
    /// Runs a statement that returns rows: objects with the columns that are not NULL.
    ///
    /// More rows than `limit` are an error.
    fn query(
        &self,
        statement: &str,
        #[arg(default)] parameters: Parameters,
        #[arg(default = MAX_ROWS)] limit: usize,
    ) -> Result<Rows> {
        self.in_transaction(|connection| {
            let mut prepared = only_statement(connection, statement)?;
            if prepared.column_count() == 0 {
                return Err(Error::invalid_input("the statement returns no rows: call `execute` for it"));
            }
            parameters.bind(&mut prepared)?;
            Rows::read(prepared, limit)
        })
    }

    /// Runs a statement that changes something, and tells how many rows it changed.
    fn execute(&self, statement: &str, #[arg(default)] parameters: Parameters) -> Result<Changed> {
        self.in_transaction(|connection| run(connection, statement, &parameters))
    }

    /// Runs several statements: either all of them count, or none.
    ///
    /// `statements` is a list of objects with `statement` and `parameters`.
    fn transaction(&self, statements: Vec<Step>) -> Result<Vec<Changed>> {
        self.in_transaction(|connection| {
            let run = |(index, step): (usize, &Step)| {
                run(connection, &step.statement, &step.parameters)
                    .map_err(|error| error.context(format!("statements[{index}], so none of them counts")))
            };
            statements.iter().enumerate().map(run).collect()
        })
    }
}

fn run(connection: &rusqlite::Connection, sql: &str, parameters: &Parameters) -> Result<Changed> {
    let mut prepared = only_statement(connection, sql)?;
    parameters.bind(&mut prepared)?;
    if prepared.column_count() > 0 {
        return Err(Error::invalid_input("the statement returns rows: call `query` for it"));
    }
    // A statement that changes no rows leaves the number of the one before it.
    let before = connection.total_changes();
    prepared.raw_execute().map_err(|error| of_sqlite(&error))?;
    Ok(Changed { changes: connection.total_changes() - before, last_id: connection.last_insert_rowid() })
}
