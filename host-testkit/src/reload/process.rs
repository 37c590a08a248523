//! What the system reports about this process: mapped files and threads. Linux only.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Whether a file is mapped into this process as code; `None` if the system does not report it.
/// Only code counts, because Rust's backtraces map the file as data, for its debug information, and
/// keep it.
pub(super) fn is_mapped(path: &Path) -> Option<bool> {
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    let path = path.to_str()?;
    // The fields are address, permissions, offset, device, inode, each without spaces; then the
    // path.
    let is_code_of = |line: &str| {
        let mut fields = line.splitn(6, ' ');
        let permissions = fields.nth(1)?;
        let file = fields.nth(3)?.trim_start();
        Some(permissions.contains('x') && file.strip_suffix(" (deleted)").unwrap_or(file) == path)
    };
    Some(maps.lines().filter_map(is_code_of).any(|found| found))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn this_program_is_mapped_and_a_neighbour_is_not() {
        let program = std::env::current_exe().unwrap();
        assert_eq!(is_mapped(&program), Some(true));
        assert_eq!(is_mapped(&program.with_extension("other")), Some(false));
        assert!(!threads().is_empty());
    }
}
