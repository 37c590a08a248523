//! The names in a library's file, on any bytes: ELF, Mach-O, PE, and what is none of them.
#![no_main]

// No function of the testkit gives all that the loader is told, so its source is compiled here.
#[path = "../../host-testkit/src/library/elf.rs"]
mod elf;

use std::fs;
use std::sync::LazyLock;

use aro_host_testkit::Symbols;
use libfuzzer_sys::fuzz_target;
use tempfile::NamedTempFile;

/// A file is what the testkit reads.
static FILE: LazyLock<NamedTempFile> = LazyLock::new(|| NamedTempFile::new().expect("a temporary file"));

fuzz_target!(|bytes: &[u8]| {
    let names = elf::names(bytes);
    if let Ok(Some(names)) = &names {
        assert!(names.own_references.is_subset(&names.exports));
        assert!(names.weak.is_subset(&names.exports));
        assert!(names.unique.iter().all(|name| names.exports.contains(name)) || names.no_delete);
    }
    fs::write(FILE.path(), bytes).expect("the temporary file can be written to");
    match Symbols::read(FILE.path()) {
        Ok(symbols) => {
            assert!(symbols.references_to_own_exports().is_subset(symbols.exports()));
            if let Ok(Some(names)) = names {
                assert_eq!(*symbols.exports(), names.exports);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
