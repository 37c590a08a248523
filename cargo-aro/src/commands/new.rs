//! `cargo aro new`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::build;
use crate::error::Error;
use crate::files::{self, Staged};
use crate::output::Output;
use crate::templates::{Kinds, NewPlugin, PluginYaml, SdkArgs, Workspace, handle_of};

/// Make a package with a plugin that builds and passes its tests
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The plugin's name, or the path of its new folder
    name: PathBuf,

    #[command(flatten)]
    kinds: Kinds,

    #[command(flatten)]
    sdk: SdkArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro new slugs
  cargo aro new plugins/slugs --action --qualifier
  cargo aro new slugs --git https://example.org/aro-plugin-sdk-rust.git --tag v0.1.0";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let folder = &args.name;
    let name = plugin_name(folder)?;
    let mut plugin = NewPlugin {
        handle: handle_of(&name),
        package: name.clone(),
        name,
        kinds: args.kinds.or_action(),
        sdk: args.sdk.sdk()?,
        workspace: Workspace::None,
        items_file: "src/lib.rs",
    };
    check_names(&plugin)?;
    if folder.symlink_metadata().is_ok() {
        return Err(Error::new(format!("`{}` exists already", folder.display()))
            .help("choose another name, or run `cargo aro init` in it to add what is missing"));
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(|error| Error::io("create the folder", parent, &error))?;
    }
    let staged = Staged::folder(folder)?;
    for (path, contents) in contents(&plugin)? {
        staged.write(path, contents.as_bytes())?;
    }
    format(staged.path(), &["src/lib.rs", "tests/plugin.rs"]);
    staged.rename(folder)?;
    // A workspace lists its members by their final paths.
    plugin.workspace = workspace(folder)?;
    if plugin.workspace != Workspace::None {
        files::write(&folder.join("Cargo.toml"), plugin.file("Cargo.toml")?.as_bytes())?;
    }
    output.status("Created", format_args!("the plugin `{}` in `{}`", plugin.name, folder.display()));
    output.note(format_args!("next: cd {} && cargo test", shell_word(folder)));
    Ok(())
}

/// The name is that of the folder.
pub(crate) fn plugin_name(folder: &Path) -> Result<String, Error> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if let Some(rule) = aro_abi::plugin_name_fault(&name) {
        let suggestion = suggested(&name).map_or_else(String::new, |name| format!(", such as `{name}`"));
        return Err(Error::new(format!("`{name}` cannot be a plugin's name: {rule}"))
            .help(format!("choose another name{suggestion}")));
    }
    Ok(name)
}

/// The name in lower case, with hyphens, if that is a name.
pub(crate) fn suggested(name: &str) -> Option<String> {
    let mut words = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && words.ends_with(|last: char| last.is_ascii_lowercase()) {
            words.push('-');
        }
        words.push(if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { '-' });
    }
    let words = words.trim_matches('-').to_owned();
    aro_abi::plugin_name_fault(&words).is_none().then_some(words)
}

/// Words that cargo does not take for a package, or rustc for a crate.
const CRATES: [&str; 8] = ["alloc", "build", "core", "deps", "examples", "proc-macro", "std", "test"];

/// Programs and Rust can use the plugin's names.
pub(crate) fn check_names(plugin: &NewPlugin) -> Result<(), Error> {
    let name = &plugin.name;
    let library = name.replace('-', "_");
    if CRATES.contains(&name.as_str()) || KEYWORDS.contains(&library.as_str()) {
        return Err(Error::new(format!(
            "`{name}` cannot be the name of a package: Rust or cargo has the word already"
        ))
        .help(format!("choose another name, such as `{name}-plugin`")));
    }
    plugin.check_program()
}

/// Reserved words of Rust, which cannot be a crate's name.
const KEYWORDS: [&str; 51] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// All files of the package, and what is in them.
fn contents(plugin: &NewPlugin) -> Result<Vec<(&'static str, String)>, Error> {
    let mut files = vec![
        ("Cargo.toml", plugin.file("Cargo.toml")?),
        ("src/lib.rs", plugin.file("lib.rs")?),
        ("tests/plugin.rs", plugin.file("tests.rs")?),
        ("plugin.yaml", plugin_yaml(plugin)?),
        ("README.md", plugin.file("README.md")?),
        (".gitignore", plugin.file("gitignore")?),
        (".github/workflows/ci.yml", plugin.file("ci.yml")?),
    ];
    // The plugin begins with the versions with which the SDK is tested.
    if let Some(lock) = plugin.sdk.folder().and_then(|sdk| fs::read_to_string(sdk.join("Cargo.lock")).ok()) {
        files.push(("Cargo.lock", lock));
    }
    Ok(files)
}

/// `plugin.yaml` of a plugin that has the templates' Cargo.toml.
fn plugin_yaml(plugin: &NewPlugin) -> Result<String, Error> {
    let yaml = PluginYaml {
        name: plugin.name.clone(),
        version: "0.1.0".to_owned(),
        description: Some(format!("The ARO plugin {}", plugin.name)),
        license: Some("MIT OR Apache-2.0".to_owned()),
        handle: Some(plugin.handle.clone()),
        output: build::output_path(&plugin.name.replace('-', "_")),
    };
    yaml.render()
}

/// Formats Rust files as `cargo fmt` does there: how a line is broken depends on the plugin's name.
/// Without rustfmt they stay as they are.
pub(crate) fn format(folder: &Path, files: &[&str]) {
    let rustfmt = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let mut command = Command::new(rustfmt);
    command.arg("--edition=2024").args(files).current_dir(folder).stdin(Stdio::null());
    let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
}

/// How cargo sees the package: with a workspace above it, which lists it or not.
fn workspace(package: &Path) -> Result<Workspace, Error> {
    let mut cargo = build::cargo();
    cargo.args(["metadata", "--no-deps", "--format-version=1", "--manifest-path"]).arg(package.join("Cargo.toml"));
    let output = cargo.output().map_err(|error| build::unrunnable(&error))?;
    if !output.status.success() {
        let is_refused = String::from_utf8_lossy(&output.stderr).contains("workspace");
        return Ok(if is_refused { Workspace::Refuses } else { Workspace::None });
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let canonical = |path: &Path| fs::canonicalize(path).ok();
    let root = metadata["workspace_root"].as_str().and_then(|root| canonical(Path::new(root)));
    Ok(if root.is_some() && root != canonical(package) { Workspace::Lists } else { Workspace::None })
}

/// The path as a word of a shell.
fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |char: char| char.is_alphanumeric() || "._/-".contains(char);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::Sdk;

    #[test]
    fn a_name_that_does_not_fit_is_refused_with_one_that_does() {
        for (name, suggestion) in [("KvStore", "kv-store"), ("kv_store", "kv-store"), ("My Plugin", "my-plugin")] {
            let error = plugin_name(Path::new(name)).expect_err(name).render(false);
            assert!(error.contains(&format!("such as `{suggestion}`")), "{error}");
        }
        for name in ["", "a", "1a", "ä", "..", "/"] {
            assert!(plugin_name(Path::new(name)).is_err(), "{name}");
        }
        assert_eq!(plugin_name(Path::new("my plugins/slugs")).expect("it fits"), "slugs");
    }

    #[test]
    fn a_name_that_rust_or_programs_cannot_write_is_refused() {
        let plugin = |name: &str| NewPlugin {
            name: name.to_owned(),
            package: name.to_owned(),
            handle: handle_of(name),
            kinds: Kinds { service: true, ..Kinds::default() },
            sdk: Sdk::Version("0.1.0"),
            workspace: Workspace::None,
            items_file: "src/lib.rs",
        };
        for name in ["match", "self", "std", "test", "type-checker", "to-date", "where"] {
            let error = check_names(&plugin(name)).expect_err(name).render(false);
            assert!(error.contains("choose another name"), "{error}");
        }
        check_names(&plugin("slug-maker")).expect("an ordinary name");
    }

    #[test]
    fn a_path_is_one_word_of_the_shell() {
        assert_eq!(shell_word(Path::new("a/b-c")), "a/b-c");
        assert_eq!(shell_word(Path::new("it's ä $x")), r"'it'\''s ä $x'");
    }
}
