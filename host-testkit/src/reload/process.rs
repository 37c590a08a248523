//! What the system reports about this process: mapped files and threads. Linux only.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Whether a file is mapped into this process as code; `None` if the system does not report it.
/// Only code counts, because Rust's backtraces map the file as data, for its debug information, and
/// keep it.
pub(super) fn is_mapped(path: &Path) -> Option<bool> {
    fs::metadata("/proc/self/maps").ok().map(|_| mapped_code().contains(path))
}

/// The files that are mapped into this process as code; empty if the system does not report them.
pub(super) fn mapped_code() -> BTreeSet<PathBuf> {
    let maps = fs::read("/proc/self/maps").unwrap_or_default();
    let maps = String::from_utf8_lossy(&maps);
    // The fields are address, permissions, offset, device, inode, each without spaces; then the
    // path.
    let code = |line: &str| {
        let mut fields = line.splitn(6, ' ');
        let permissions = fields.nth(1)?;
        let file = fields.nth(3)?.trim_start();
        let file = file.strip_suffix(" (deleted)").unwrap_or(file);
        (permissions.contains('x') && file.starts_with('/')).then(|| PathBuf::from(file))
    };
    maps.lines().filter_map(code).collect()
}

/// The threads of this process with their names; empty if the system does not report them.
pub(super) fn threads() -> BTreeMap<u32, String> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let named = tasks.filter_map(|task| {
        let number = task.file_name().to_str()?.parse().ok()?;
        // A thread may have ended in the meantime.
        let name = fs::read_to_string(task.path().join("comm")).ok()?;
        Some((number, name.trim_end().to_owned()))
    });
    named.collect()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_program_is_mapped_and_a_neighbour_is_not() {
        let program = std::env::current_exe().unwrap();
        assert_eq!(is_mapped(&program), Some(true));
        assert_eq!(is_mapped(&program.with_extension("other")), Some(false));
        assert!(!threads().is_empty());
    }
}
