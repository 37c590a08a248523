//! How cargo built the running test: the profile, the target and the target directory.
//!
//! The library under test is built by a run of cargo of its own, the inner build, which has to use
//! the options of the run that built the test. Cargo does not pass them on, but they are in the
//! path of everything that it builds (docs/decisions/012-inner-build.md):
//!
//! ```text
//! <target directory>/[<target>/]<profile>/deps/<test>
//! <target directory>/[<target>/]<profile>/examples/<example>
//! <target directory>/[<target>/]<profile>/build/<package>-<hash>/out
//! ```
//!
//! The path of the running program is read first, since folders may have moved since they were
//! built. The `OUT_DIR` of the testkit's build script serves for other programs, such as the tests
//! of documentation.

use std::env;
use std::path::{Path, PathBuf};

/// The target for which the testkit, and so the test, is compiled.
const TARGET: &str = env!("ARO_HOST_TESTKIT_TARGET");

const OUT_DIR: &str = env!("OUT_DIR");

/// The options of the run of cargo that built the test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outer {
    pub(crate) profile: String,
    /// `None` if cargo was not given a target.
    pub(crate) target: Option<String>,
    pub(crate) target_dir: PathBuf,
}

impl Outer {
    /// The options with which the running program was built. `Err` is the path that was not
    /// understood.
    pub(crate) fn of_this_program() -> Result<Self, PathBuf> {
        let program = env::current_exe().ok();
        let places = program.into_iter().chain([PathBuf::from(OUT_DIR)]);
        let understood = places.filter_map(|path| Self::read(&path, TARGET)).find(|outer| outer.target_dir.is_dir());
        understood.ok_or_else(|| PathBuf::from(OUT_DIR))
    }

    fn read(path: &Path, target: &str) -> Option<Self> {
        let kind = |path: &&Path| {
            path.file_name().is_some_and(|name| ["deps", "examples", "build"].iter().any(|kind| name == *kind))
        };
        let profile_dir = path.ancestors().skip(1).find(kind)?.parent()?;
        let profile = profile_dir.file_name()?.to_str()?;
        let above = profile_dir.parent()?;
        // The target directory may itself be called like a target. Cargo writes this file there,
        // and not into the folder of a target, which has a CACHEDIR.TAG too. If both have it, the
        // folder of the target is where a build with these options belongs.
        let has_info = |folder: &Path| folder.join(".rustc_info.json").is_file();
        let is_target_dir = has_info(above) && !above.parent().is_some_and(has_info);
        let for_target = above.file_name().is_some_and(|name| name == target) && !is_target_dir;
        let target_dir = if for_target { above.parent()? } else { above };
        Some(Self {
            // `cargo test` and `cargo bench` have profiles of their own in the same folders.
            profile: if profile == "debug" { "dev".to_owned() } else { profile.to_owned() },
            target: for_target.then(|| target.to_owned()),
            target_dir: target_dir.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINUX: &str = "x86_64-unknown-linux-gnu";

    fn read(path: &str) -> Option<(String, Option<String>, String)> {
        let outer = Outer::read(Path::new(path), LINUX)?;
        Some((outer.profile, outer.target, outer.target_dir.display().to_string()))
    }

    #[test]
    fn the_path_of_what_cargo_built_shows_how() {
        let linux = || Some(LINUX.to_owned());
        for (path, profile, target, dir) in [
            ("/w/target/debug/deps/csv-0123", "dev", None, "/w/target"),
            ("/w/target/release/deps/csv-0123", "release", None, "/w/target"),
            ("/w/target/debug/examples/show", "dev", None, "/w/target"),
            ("/w/target/debug/build/aro-host-testkit-0123/out", "dev", None, "/w/target"),
            ("/w/target/debug/build/aro-host-testkit/0123/out", "dev", None, "/w/target"),
            ("/w/out/x86_64-unknown-linux-gnu/debug/deps/csv-0123", "dev", linux(), "/w/out"),
            ("/w/out/x86_64-unknown-linux-gnu/quick/build/p-01/out", "quick", linux(), "/w/out"),
            // Another target's name is an ordinary folder, and so are the words of the layout.
            ("/w/aarch64-apple-darwin/release-lto/deps/csv-0123", "release-lto", None, "/w/aarch64-apple-darwin"),
            ("/w/build/deps/debug/deps/csv-0123", "dev", None, "/w/build/deps"),
            ("/debug/deps/csv", "dev", None, "/"),
        ] {
            assert_eq!(read(path), Some((profile.to_owned(), target, dir.to_owned())), "{path}");
        }
        for other in ["/usr/bin/cargo-aro", "/tmp/rustdoctest1/rust_out", "csv", "deps/csv", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn a_target_directory_may_be_called_like_a_target() {
        let dir = tempfile::tempdir().unwrap();
        let target_dir = dir.path().join(LINUX);
        std::fs::create_dir(&target_dir).unwrap();
        std::fs::write(target_dir.join(".rustc_info.json"), "").unwrap();
        let outer = Outer::read(&target_dir.join("debug/deps/csv-01"), LINUX).unwrap();
        assert_eq!((outer.target, outer.target_dir), (None, target_dir));
    }

    #[test]
    fn the_folder_of_a_target_is_not_the_target_directory_though_cargo_marks_both() {
        for mark in ["CACHEDIR.TAG", ".rustc_info.json"] {
            let dir = tempfile::tempdir().unwrap();
            let for_target = dir.path().join(LINUX);
            std::fs::create_dir(&for_target).unwrap();
            for folder in [dir.path(), &for_target] {
                std::fs::write(folder.join(mark), "").unwrap();
            }
            let outer = Outer::read(&for_target.join("debug/deps/csv-01"), LINUX).unwrap();
            assert_eq!((outer.target.as_deref(), outer.target_dir.as_path()), (Some(LINUX), dir.path()), "{mark}");
        }
    }

    #[test]
    fn both_paths_of_this_test_say_the_same_as_cargo() {
        let outer = Outer::of_this_program().unwrap();
        let by_build_script = Outer::read(Path::new(OUT_DIR), TARGET).unwrap();
        // Under wine only the path of the program has a drive.
        let target_dir = std::path::absolute(&by_build_script.target_dir).unwrap();
        assert_eq!(Outer { target_dir, ..by_build_script }, outer);
        assert!(outer.target_dir.join(".rustc_info.json").is_file(), "{outer:?}");
        assert_eq!(outer.profile == "dev", cfg!(debug_assertions));
    }
}
