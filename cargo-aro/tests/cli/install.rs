//! `cargo aro install` and `uninstall`.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use aro_host_testkit::{Host, HostPath, Plugin, assert_value};

use crate::support::{new_plugin, run};

/// An application in a folder whose name has a blank and a letter beyond ASCII.
fn application(root: &Path) -> PathBuf {
    let folder = root.join("my äpp");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("main.aro"), "").expect("a program");
    folder
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn library() -> String {
    format!("{}placed_one{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

fn install(plugin: &Path, application: &Path) -> crate::support::Ran {
    run(plugin, [Path::new("install"), application, Path::new("--offline"), Path::new("--debug")])
}

#[test]
fn an_installed_plugin_is_loaded_replaced_and_removed() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (plugin, application) = (new_plugin(dir.path(), "placed-one", &[]), application(dir.path()));
    let folder = application.join("Plugins/placed-one");

    let ran = install(&plugin, &application).ok();
    assert!(ran.stderr.contains("Installed") && !ran.stderr.contains("warning"), "{}", ran.stderr);
    assert_eq!(files(&folder), [library(), "plugin.yaml".to_owned()]);
    assert_eq!(files(&application.join("Plugins")), ["placed-one"]);
    for path in [HostPath::Eager, HostPath::LegacyManaged] {
        let mut host = Host::new(path);
        host.load_application(&application);
        assert_value!(host.run("PlacedOne.Greet the <g> from \"Ada\".", ()), { "greeting": "Hello, Ada!" });
    }

    // A loaded library stays as it is: the new one is another file. Foreign files stay, too.
    fs::write(folder.join("notes.txt"), "mine").expect("a file");
    let loaded = Plugin::open(folder.join(library())).expect("it is a plugin");
    let old = fs::read(folder.join(library())).expect("the library");
    let mut held = fs::File::open(folder.join(library())).expect("the library");
    let source = fs::read_to_string(plugin.join("src/lib.rs")).expect("src/lib.rs").replace("Hello", "Good morning");
    fs::write(plugin.join("src/lib.rs"), source).expect("src/lib.rs");
    install(&plugin, &application).ok();
    assert_ne!(fs::read(folder.join(library())).expect("the library"), old);
    let mut still = Vec::new();
    held.read_to_end(&mut still).expect("the old file");
    assert_eq!(still, old);
    drop(loaded);
    assert_eq!(files(&folder), [library(), "notes.txt".to_owned(), "plugin.yaml".to_owned()]);

    let ran = run(&plugin, [Path::new("uninstall"), &application]).ok();
    assert!(ran.stderr.contains("notes.txt` is still there"), "{}", ran.stderr);
    assert_eq!(files(&folder), ["notes.txt"]);
    let ran = run(dir.path(), [Path::new("uninstall"), &application, Path::new("placed-one")]);
    ran.fails_with(&["has no plugin `placed-one`", "it has no plugins"]);
    fs::remove_dir_all(&folder).expect("the folder");
    install(&plugin, &application).ok();
    run(dir.path(), [Path::new("uninstall"), &application, Path::new("placed-one")]).ok();
    assert!(files(&application.join("Plugins")).is_empty());
}

#[test]
fn what_is_there_and_was_not_installed_is_not_touched() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (plugin, application) = (new_plugin(dir.path(), "placed-one", &[]), application(dir.path()));
    let folder = application.join("Plugins/placed-one");
    fs::create_dir_all(&folder).expect("a folder");
    install(&plugin, &application).fails_with(&["is not an installed plugin", "remove it first"]);
    fs::write(folder.join("plugin.yaml"), "name: other\nversion: 1\nprovides: []\n").expect("a file");
    install(&plugin, &application).fails_with(&["has the plugin `other`"]);
    fs::write(folder.join("plugin.yaml"), "name: placed-one\nversion: 1\nprovides: []\n").expect("a file");
    fs::write(folder.join("Cargo.toml"), "").expect("a file");
    install(&plugin, &application).fails_with(&["source of a package"]);
    assert_eq!(files(&folder), ["Cargo.toml", "plugin.yaml"]);
    fs::rename(&folder, application.join("Plugins/elsewhere")).expect("a folder");
    install(&plugin, &application).fails_with(&["has a plugin `placed-one` already"]);
    assert_eq!(files(&application.join("Plugins")), ["elsewhere"]);
    install(&plugin, &application.join("none")).fails_with(&["does not exist", "aro run"]);
    run(&plugin, [Path::new("uninstall"), &application, Path::new("../my äpp")])
        .fails_with(&["cannot be a plugin's name"]);
    assert!(application.join("main.aro").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_misplaced_folder_is_reported() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (plugin, application) = (new_plugin(dir.path(), "placed-one", &[]), application(dir.path()));
    fs::create_dir(application.join("plugins")).expect("a folder");
    fs::remove_file(application.join("main.aro")).expect("the program");
    let ran = install(&plugin, &application).ok();
    assert!(
        ran.stderr.contains("plugins` is not `Plugins`") && ran.stderr.contains("has no program"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_plugin_yaml_that_provides_more_is_not_installed_in_part() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (plugin, application) = (new_plugin(dir.path(), "placed-one", &[]), application(dir.path()));
    let yaml = fs::read_to_string(plugin.join("plugin.yaml")).expect("plugin.yaml")
        + "  - type: aro-files\n    path: features\n";
    fs::write(plugin.join("plugin.yaml"), yaml).expect("plugin.yaml");
    install(&plugin, &application).fails_with(&["provides more than the plugin's library: aro-files"]);
    assert!(!application.join("Plugins").exists());
}
