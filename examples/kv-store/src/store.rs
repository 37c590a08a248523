//! The file with the values.

use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use aro_sdk::prelude::*;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde_json::Value;

/// The table of the file: from keys to values as JSON.
const VALUES: TableDefinition<'_, &str, &str> = TableDefinition::new("values");

/// A file of values, which may be closed.
///
/// Calls overlap: redb runs reads in parallel, and one change after the other. The lock only
/// protects against closing; calls share it.
pub(crate) struct Store(RwLock<Option<Database>>);

impl Store {
    /// Opens the file. Creates it and its folder if needed.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let database = Database::create(path)?;
        // Created here, so that a reader never finds a file without the table.
        let change = database.begin_write()?;
        change.open_table(VALUES)?;
        change.commit()?;
        Ok(Self(RwLock::new(Some(database))))
    }

    /// Waits for the calls that use the file, then closes it. All that they acknowledged is on disk
    /// already.
    pub(crate) fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Value>> {
        self.read(|values| values.get(key)?.map(|text| Ok(serde_json::from_str(text.value())?)).transpose())
    }

    /// Stores `value` under `key` and replaces the former value.
    pub(crate) fn put(&self, key: &str, value: &Value) -> Result<()> {
        check(key)?;
        self.update(key, |_| Ok((Some(value.clone()), ())))
    }

    /// Removes `key`; returns whether it was there.
    pub(crate) fn delete(&self, key: &str) -> Result<bool> {
        self.update(key, |old| Ok((None, old.is_some())))
    }

    /// Adds to the integer under `key`, which is 0 if it is absent, and returns the
    /// sum.
    pub(crate) fn increment(&self, key: &str, by: i64) -> Result<i64> {
        check(key)?;
        self.update(key, |old| {
            let old = match old {
                None => 0,
                Some(value) => value.as_i64().ok_or_else(|| {
                    Error::invalid_input(format!(
                        "\"{key}\" cannot be incremented: expected a whole number, got {value}"
                    ))
                })?,
            };
            let sum = old.checked_add(by).ok_or_else(|| {
                Error::invalid_input(format!("\"{key}\" cannot be incremented: {old} and {by} exceed 64 bits"))
            })?;
            Ok((Some(sum.into()), sum))
        })
    }

    /// The keys that begin with `prefix`, in order.
    pub(crate) fn keys(&self, prefix: &str) -> Result<Vec<String>> {
        self.read(|values| {
            let mut keys = Vec::new();
            for entry in values.range(prefix..)? {
                let (key, _) = entry?;
                if !key.value().starts_with(prefix) {
                    break;
                }
                keys.push(key.value().to_owned());
            }
            Ok(keys)
        })
    }

    fn read<T>(&self, look: impl FnOnce(&redb::ReadOnlyTable<&'static str, &'static str>) -> Result<T>) -> Result<T> {
        let guard = self.shared();
        look(&database(&guard)?.begin_read()?.open_table(VALUES)?)
    }

    /// Changes one value. `change` returns the next value of the key, and the result of the call;
    /// if it fails, nothing is changed.
    fn update<T>(&self, key: &str, change: impl FnOnce(Option<Value>) -> Result<(Option<Value>, T)>) -> Result<T> {
        let guard = self.shared();
        // By default redb's transactions are durable when `commit` returns; one that is
        // dropped changes nothing.
        let transaction = database(&guard)?.begin_write()?;
        let answer = {
            let mut values = transaction.open_table(VALUES)?;
            let old = values.get(key)?.map(|text| serde_json::from_str(text.value())).transpose()?;
            let (new, answer) = change(old)?;
            match new {
                Some(value) => values.insert(key, value.to_string().as_str())?,
                None => values.remove(key)?,
            };
            answer
        };
        transaction.commit()?;
        Ok(answer)
    }

    fn shared(&self) -> RwLockReadGuard<'_, Option<Database>> {
        // A call that panicked has changed nothing under this lock.
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn database(guard: &Option<Database>) -> Result<&Database> {
    guard.as_ref().ok_or_else(|| Error::invalid_state("the store is closed"))
}

/// Refuses an empty key: it is a mistake of the program, and a system object cannot distinguish it
/// from an absent one.
fn check(key: &str) -> Result<()> {
    if key.is_empty() {
        Err(Error::invalid_input("argument \"key\": expected a key, got the empty string"))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use serde_json::json;
    use tempfile::TempDir;

    use super::*;

    fn store() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("new/folder/store.redb")).unwrap();
        (folder, store)
    }

    #[test]
    fn a_stored_value_is_there_until_it_is_deleted() {
        let (_folder, store) = store();
        assert_eq!(store.get("k").unwrap(), None);
        for value in [json!({ "n": [1, 2.5, "ü\"\\"] }), json!("text"), json!(false)] {
            store.put("k", &value).unwrap();
            assert_eq!(store.get("k").unwrap(), Some(value));
        }
        assert!(store.delete("k").unwrap());
        assert!(!store.delete("k").unwrap());
        assert_eq!(store.get("k").unwrap(), None);
    }

    #[test]
    fn keys_are_listed_in_order_and_by_prefix() {
        let (_folder, store) = store();
        for key in ["b", "user:2", "user:1", "users", "ä"] {
            store.put(key, &json!(1)).unwrap();
        }
        assert_eq!(store.keys("").unwrap(), ["b", "user:1", "user:2", "users", "ä"]);
        assert_eq!(store.keys("user:").unwrap(), ["user:1", "user:2"]);
        assert!(store.keys("z").unwrap().is_empty());
    }

    #[test]
    fn overlapping_increments_lose_nothing() {
        let (_folder, store) = store();
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..5).for_each(|_| assert!(store.increment("n", 2).is_ok())));
            }
        });
        assert_eq!(store.get("n").unwrap(), Some(json!(40)));
    }

    #[test]
    fn a_change_that_fails_changes_nothing() {
        let (_folder, store) = store();
        store.put("k", &json!("text")).unwrap();
        store.put("n", &json!(i64::MAX)).unwrap();
        let message = |key: &str| store.increment(key, 1).unwrap_err().message().to_owned();
        assert_eq!(message("k"), "\"k\" cannot be incremented: expected a whole number, got \"text\"");
        assert_eq!(message("n"), "\"n\" cannot be incremented: 9223372036854775807 and 1 exceed 64 bits");
        assert!(store.put("", &json!(1)).is_err());
        assert_eq!(store.keys("").unwrap(), ["k", "n"]);
        assert_eq!(store.get("k").unwrap(), Some(json!("text")));
    }

    #[test]
    fn a_closed_store_returns_an_error_and_its_file_can_be_opened_again() {
        let (folder, store) = store();
        store.put("k", &json!(1)).unwrap();
        store.close();
        assert_eq!(store.get("k").unwrap_err().code(), ErrorCode::InvalidState);
        let again = Store::open(&folder.path().join("new/folder/store.redb")).unwrap();
        assert_eq!(again.get("k").unwrap(), Some(json!(1)));
    }
}
