//! A plugin that gives the captured replies.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::{LoadError, Plugin};
use tempfile::TempDir;

use crate::vector::vectors;

pub(crate) struct Probe {
    folder: TempDir,
    info: String,
}

impl Probe {
    /// `None` where there is no C compiler.
    pub(crate) fn new() -> Option<Self> {
        if Command::new("cc").arg("--version").output().is_err() {
            let _ = writeln!(std::io::stderr(), "skipped: there is no `cc`");
            return None;
        }
        let load = vectors().into_iter().find(|vector| vector.id == "eager/load/1").unwrap();
        let probe = Self { folder: tempfile::tempdir().unwrap(), info: load.info().unwrap() };
        probe.set(None, &[]);
        Some(probe)
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Compiles it, without some of its exports.
    pub(crate) fn library(&self, flags: &[&str]) -> PathBuf {
        let name = format!("probe{}{}", flags.concat(), std::env::consts::DLL_SUFFIX);
        let library = self.folder().join(name);
        if !library.exists() {
            let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/host_vectors/answering.c");
            let folder = format!("-DFOLDER=\"{}\"", self.folder().display());
            let mut cc = Command::new("cc");
            let output = cc.args(["-shared", "-fPIC", &folder, "-o"]).arg(&library).arg(source).args(flags).output();
            let output = output.unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        library
    }

    pub(crate) fn open(&self, flags: &[&str]) -> Result<Plugin, LoadError> {
        Plugin::open(self.library(flags))
    }

    /// Sets the metadata, if other than the usual ones, and the replies.
    pub(crate) fn set(&self, info: Option<&str>, replies: &[Option<String>]) {
        let hex = |text: &String| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let lines = replies.iter().map(|reply| reply.as_ref().map_or_else(|| "-".to_owned(), hex) + "\n");
        fs::write(self.folder().join("replies"), lines.collect::<String>()).unwrap();
        fs::write(self.folder().join("info"), info.unwrap_or(&self.info)).unwrap();
    }
}
