//! Writes the inputs that the fuzz targets begin with: `fuzz-seeds FOLDER` makes a folder in it for
//! each target.
//!
//! They come from what is in the repository: the captured exchanges, the sources with attributes,
//! and libraries that rustc's own linker makes. Nothing of it is kept.

mod captured;
mod libraries;
mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The inputs of one target, each once.
#[derive(Default)]
struct Seeds(BTreeSet<Vec<u8>>);

impl Seeds {
    fn add(&mut self, parts: &[&[u8]]) {
        self.0.insert(parts.concat());
    }

    /// Strings with NUL between them, as `fuzz/plugin/src/calls.rs` reads them, after a byte that
    /// is a number among names.
    fn call(&mut self, before: &[u8], number: usize, strings: &[&str]) {
        // Any number may be written: the target takes the remainder. But 0 is NUL.
        let name = u8::try_from(1 + number % 240).unwrap_or(1);
        self.add(&[before, &[name], b"\0", strings.join("\0").as_bytes()]);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder for the inputs")?;
    let mut all = captured::seeds()?;
    all.push(("macros", sources::seeds()?));
    all.push(("symbols", libraries::seeds()?));
    for (target, seeds) in all {
        let folder = Path::new(&folder).join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds.0.iter().enumerate() {
            fs::write(folder.join(format!("{number:04}")), seed)?;
        }
        println!("{target}: {} inputs", seeds.0.len());
    }
    Ok(())
}
