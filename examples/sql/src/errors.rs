//! SQLite's errors as those of a plugin.

use aro_sdk::prelude::*;
use rusqlite::ErrorCode as Sqlite;

/// The error with the code that fits, and SQLite's own text.
pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Error {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(Sqlite::DatabaseBusy | Sqlite::DatabaseLocked) => {
            Error::timeout(format!("another process is writing to the database: {text}"))
        }
        Some(Sqlite::ReadOnly | Sqlite::PermissionDenied | Sqlite::AuthorizationForStatementDenied) => {
            Error::permission_denied(text)
        }
        Some(Sqlite::DiskFull | Sqlite::OutOfMemory | Sqlite::TooBig) => Error::resource_exhausted(text),
        Some(Sqlite::CannotOpen) => Error::not_found(text),
        Some(Sqlite::ConstraintViolation | Sqlite::TypeMismatch | Sqlite::ParameterOutOfRange | Sqlite::Unknown) => {
            Error::invalid_input(text)
        }
        Some(_) => Error::execution_failed(text),
        // What rusqlite itself refuses is how the call was written.
        None => Error::invalid_input(text),
    }
}
