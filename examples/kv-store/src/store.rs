//! The values in their file.

use std::path::Path;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

use aro_sdk::prelude::*;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde_json::Value;

/// Each value as JSON text under its key.
const VALUES: TableDefinition<'_, &str, &str> = TableDefinition::new("values");

/// An open file of values, or one that was closed.
///
/// Calls overlap: reads run side by side, and redb lets one change after the other through. The
/// lock is for closing alone; calls share it.
pub(crate) struct Store(RwLock<Option<Database>>);

impl Store {
    /// Opens the file, or makes it, and its folder too.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let database = Database::create(path)?;
        // Made here, so that a reader never meets a file without it.
        let change = database.begin_write()?;
        change.open_table(VALUES)?;
        change.commit()?;
        Ok(Self(RwLock::new(Some(database))))
    }

    /// Closes the file once the calls that use it have ended. What they acknowledged is on disk
    /// already.
    pub(crate) fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    pub(crate) fn get(&self, key: &str) -> Result<Option<Value>> {
        self.read(|values| values.get(key)?.map(|text| Ok(serde_json::from_str(text.value())?)).transpose())
    }

    /// Puts `value` under `key`, in place of what is there.
    pub(crate) fn put(&self, key: &str, value: &Value) -> Result<()> {
        check(key)?;
        self.update(key, |_| Ok((Some(value.clone()), ())))
    }

    /// Takes `key` away; gives whether it was there.
    pub(crate) fn delete(&self, key: &str) -> Result<bool> {
        self.update(key, |old| Ok((None, old.is_some())))
    }

    /// Adds to the whole number under `key`, which counts as 0 when it is not there, and gives the
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

    /// Changes one value. `change` gives what stands under the key from now on, and what to answer;
    /// when it fails, nothing is changed.
    fn update<T>(&self, key: &str, change: impl FnOnce(Option<Value>) -> Result<(Option<Value>, T)>) -> Result<T> {
        let guard = self.shared();
        // redb's transactions are durable when `commit` returns, unless told otherwise; one that is
        // dropped leaves no trace.
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
        // A call that panicked has changed nothing behind this lock.
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn database(guard: &Option<Database>) -> Result<&Database> {
    guard.as_ref().ok_or_else(|| Error::invalid_state("the store is closed"))
}

/// A key that is empty can be written by a program's mistake only, and a system object could not
/// tell it from none.
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
    fn what_was_put_is_there_until_it_is_deleted() {
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
    fn keys_are_in_order_and_begin_as_asked() {
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
    fn a_refused_change_changes_nothing() {
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
    fn a_closed_store_says_so_and_its_file_can_be_opened_again() {
        let (folder, store) = store();
        store.put("k", &json!(1)).unwrap();
        store.close();
        assert_eq!(store.get("k").unwrap_err().code(), ErrorCode::InvalidState);
        let again = Store::open(&folder.path().join("new/folder/store.redb")).unwrap();
        assert_eq!(again.get("k").unwrap(), Some(json!(1)));
    }
}
