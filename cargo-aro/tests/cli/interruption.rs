//! Ctrl-C leaves no file and no process.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{aro, new_plugin};

/// While cargo runs the build script, which waits, Ctrl-C reaches the whole group of processes.
#[test]
fn an_interrupted_install_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "interrupted", &[]);
    let application = dir.path().join("app");
    fs::create_dir(&application).expect("a folder");
    let pipe = dir.path().join("started");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let never = dir.path().join("never");
    assert!(Command::new("mkfifo").arg(&never).status().expect("mkfifo").success());
    let script =
        format!("fn main() {{ std::fs::write({pipe:?}, \"go\\n\").unwrap(); std::fs::read({never:?}).unwrap(); }}");
    fs::write(plugin.join("build.rs"), script).expect("build.rs");
    let yaml = fs::read(plugin.join("plugin.yaml")).expect("plugin.yaml");

    let mut command = aro(&plugin);
    command.arg("install").arg(&application).args(["--offline", "--debug"]).process_group(0);
    let mut child = command.stderr(Stdio::null()).stdout(Stdio::null()).spawn().expect("it starts");
    let mut line = String::new();
    BufReader::new(fs::File::open(&pipe).expect("the pipe")).read_line(&mut line).expect("the build script runs");
    let group = format!("-{}", child.id());
    assert!(Command::new("kill").args(["-INT", "--", &group]).status().expect("kill").success());
    let status = child.wait().expect("it ends");

    assert_eq!(status.code(), Some(130), "{status}");
    assert_eq!(fs::read_dir(&application).expect("the application").count(), 0);
    assert_eq!(fs::read(plugin.join("plugin.yaml")).expect("plugin.yaml"), yaml);
    let hidden = fs::read_dir(&plugin).expect("the plugin").flatten();
    let left: Vec<_> =
        hidden.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().ends_with(".part")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Ctrl-C in the middle of a call that does not return, whatever the command.
#[test]
fn an_interrupted_call_leaves_neither_files_nor_processes_behind() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = crate::support::plugin_in_c(dir.path()) else { return };
    let temporary = dir.path().join("tmp");
    fs::create_dir(&temporary).expect("a folder");
    let library = library.display().to_string();
    for (arguments, group) in [
        &["call", "hang", "--plugin", library.as_str()][..],
        &["check", library.as_str(), "--action", "Hang", "--only", "leaks"],
        &["check", library.as_str(), "--action", "Hang", "--only", "conformance"],
    ]
    .into_iter()
    .flat_map(|arguments| [(arguments, ""), (arguments, "-")])
    {
        let mut command = aro(dir.path());
        command.args(arguments).process_group(0).env("TMPDIR", &temporary).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        // The worker has begun when its request is there.
        while !worker_has_begun(&temporary) {
            std::thread::yield_now();
        }
        // The process alone, or all that the terminal has, as by Ctrl-C.
        let pid = format!("{group}{}", child.id());
        assert!(Command::new("kill").args(["-INT", "--", &pid]).status().expect("kill").success());
        assert_eq!(child.wait().expect("it ends").code(), Some(130), "{arguments:?}");
        // The plugin's process holds this stream until it ends.
        let mut rest = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut rest).expect("the end");
        assert_eq!(fs::read_dir(&temporary).expect("a folder").count(), 0, "{arguments:?}");
    }
}

fn worker_has_begun(temporary: &Path) -> bool {
    let folders = fs::read_dir(temporary).expect("a folder").flatten();
    folders.into_iter().any(|folder| folder.path().join("worker-0/request.json").exists())
}
