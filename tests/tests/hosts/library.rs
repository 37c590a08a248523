//! The library that the programs call, shared and static, in folders of these tests.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use aro_tests::hosts::{Geometry, root};
use serde_json::Value;

/// The static library, and what it needs of the system as arguments of a linker.
pub(crate) struct Archive {
    pub(crate) folder: PathBuf,
    pub(crate) system: Vec<String>,
}

pub(crate) static GEOMETRY: LazyLock<Geometry> = LazyLock::new(Geometry::build);
/// The folder with `geometry.h` and `geometry.txt`.
pub(crate) static INCLUDE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = folder_for("include", GEOMETRY.header.as_bytes());
    GEOMETRY.write_header(&folder);
    folder
});
pub(crate) static ARCHIVE: LazyLock<Archive> = LazyLock::new(Archive::build);

/// The programs in one language.
pub(crate) fn sources(language: &str) -> PathBuf {
    root().join("examples/hosts").join(language)
}

/// A folder of these tests' own.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hosts").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A folder for files with this content, whose path is another one for other content: Go does not
/// notice that a header or an archive has changed. Folders for earlier content are deleted.
fn folder_for(name: &str, content: &[u8]) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let own = format!("{:016x}", hasher.finish());
    for entry in fs::read_dir(folder(name)).unwrap().flatten().filter(|entry| entry.file_name() != *own) {
        let _ = fs::remove_dir_all(entry.path());
    }
    folder(&format!("{name}/{own}"))
}

impl Archive {
    fn build() -> Self {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(root()).args(["rustc", "--lib", "--message-format=json", "--package", "geometry"]);
        cargo.arg("--target-dir").arg(Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap());
        cargo.args(["--crate-type", "staticlib", "--", "--print=native-static-libs"]);
        for (variable, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("CARGO_PKG_")) {
            cargo.env_remove(variable);
        }
        let output = cargo.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let stdout = String::from_utf8(output.stdout).unwrap();
        let messages: Vec<Value> = stdout.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let archive = messages
            .iter()
            .filter(|message| message["reason"] == "compiler-artifact" && message["target"]["name"] == "geometry")
            .flat_map(|message| message["filenames"].as_array().unwrap())
            .find_map(|file| file.as_str().filter(|file| file.ends_with(".a")))
            .expect("cargo names the static library");
        let system = messages
            .iter()
            .filter_map(|message| message["message"]["message"].as_str())
            .find_map(|note| note.strip_prefix("native-static-libs: "))
            .expect("rustc names what the static library needs");
        // In a folder without the shared library, which linkers would take first.
        let archive = fs::read(archive).unwrap();
        let folder = folder_for("static", &archive);
        fs::write(folder.join("libgeometry.a"), archive).unwrap();
        Self { folder, system: system.split_whitespace().map(str::to_owned).collect() }
    }
}
