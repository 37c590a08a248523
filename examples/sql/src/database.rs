//! The plugin's state: one connection.

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aro_sdk::prelude::*;
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Statement};

use crate::errors::of_sqlite;

/// The environment variable with the path of the database.
const VARIABLE: &str = "ARO_SQL_PATH";
/// The default file, in the working directory.
const DEFAULT: &str = "data.sqlite";
/// How long a call waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The database; nothing once shutdown has closed it.
pub(crate) struct Database(Mutex<Option<Connection>>);

#[aro_init]
fn open() -> Result<Database> {
    let path = path(std::env::var_os(VARIABLE));
    let refused = |error: rusqlite::Error| {
        of_sqlite(&error).context(format!("the database {} (set {VARIABLE} for another)", path.display()))
    };
    let connection = Connection::open(&path).map_err(refused)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(refused)?;
    // Opening reads nothing yet: a file that is no database is found here.
    connection.pragma_update(None, "foreign_keys", true).map_err(refused)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(refused)?;
    Ok(Database(Mutex::new(Some(connection))))
}

#[aro_shutdown]
fn close(database: State<Database>) {
    *database.lock() = None;
}

impl Database {
    fn lock(&self) -> MutexGuard<'_, Option<Connection>> {
        // A panic leaves the connection as it was: an open transaction was rolled back.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` with the connection, in one transaction: all of it counts, or nothing.
    pub(crate) fn in_transaction<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let mut connection = self.lock();
        let connection = connection.as_mut().ok_or_else(|| Error::invalid_state("the database is closed"))?;
        let transaction = connection.transaction().map_err(|error| of_sqlite(&error))?;
        let result = work(&transaction)?;
        transaction.commit().map_err(|error| of_sqlite(&error))?;
        Ok(result)
    }
}

/// The only statement in `sql`.
pub(crate) fn only_statement<'a>(connection: &'a Connection, sql: &'a str) -> Result<Statement<'a>> {
    let mut batch = Batch::new(connection, sql);
    let statement = batch.next().map_err(|error| of_sqlite(&error))?;
    let statement = statement.ok_or_else(|| Error::invalid_input("argument \"statement\": there is no SQL in it"))?;
    match batch.next() {
        Ok(None) => Ok(statement),
        _ => Err(Error::invalid_input(
            "argument \"statement\": expected one SQL statement, got more: give several to `transaction`",
        )),
    }
}

/// The path from the variable's content. An empty variable counts as not set.
fn path(variable: Option<OsString>) -> PathBuf {
    variable.filter(|name| !name.is_empty()).unwrap_or_else(|| DEFAULT.into()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_decides_unless_it_is_empty() {
        assert_eq!(path(Some("/data/a.sqlite".into())), PathBuf::from("/data/a.sqlite"));
        assert_eq!(path(Some("".into())), PathBuf::from(DEFAULT));
        assert_eq!(path(None), PathBuf::from(DEFAULT));
    }
}
