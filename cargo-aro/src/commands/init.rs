//! `cargo aro init`.

use std::fs;
use std::path::{Path, PathBuf};

use super::new::{check_names, format, suggested};
use crate::build;
use crate::error::Error;
use crate::files;
use crate::output::{Output, shown};
use crate::package::Existing;
use crate::templates::{Kinds, NewPlugin, PluginYaml, SdkArgs, Workspace, handle_of};

/// Add what a plugin needs to an existing package, without a change of what is there
///
/// Files that exist are not changed. What has to be written into them is printed.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The package's folder
    #[arg(default_value = ".")]
    folder: PathBuf,

    #[command(flatten)]
    kinds: Kinds,

    #[command(flatten)]
    sdk: SdkArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro init
  cargo aro init ../my-crate --service";

/// The module for the items, if the package has a library already.
const MODULE: &str = "aro_plugin";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let package = Existing::at(&args.folder)?;
    let name = plugin_name(&package)?;
    let has_library = package.library.is_some();
    let plugin = NewPlugin {
        handle: handle_of(&name),
        package: package.name.clone(),
        name,
        kinds: args.kinds.or_action(),
        sdk: args.sdk.sdk()?,
        workspace: Workspace::None,
        items_file: if has_library { "src/aro_plugin.rs" } else { "src/lib.rs" },
    };
    if has_library {
        plugin.check_program()?
    } else {
        check_names(&plugin)?
    }
    let root = package.library.as_ref().map_or_else(|| package.dir.join("src/lib.rs"), |(root, _)| root.clone());
    let items = if has_library { root.with_file_name(format!("{MODULE}.rs")) } else { root.clone() };
    let mut tests = package.dir.join("tests/plugin.rs");
    if tests.exists() {
        tests.set_file_name(format!("{MODULE}.rs"));
    }
    let is_plugin = fs::read_to_string(&root).is_ok_and(|text| text.contains("aro_sdk::plugin!"));
    let mut written = Vec::new();
    for (path, contents) in [
        (items.clone(), plugin.file(if has_library { "module.rs" } else { "lib.rs" })?),
        (tests, plugin.file("tests.rs")?),
        (package.dir.join("plugin.yaml"), plugin_yaml(&package, &plugin)?),
        (package.dir.join("README.md"), plugin.file("README.md")?),
        (package.dir.join(".gitignore"), plugin.file("gitignore")?),
        (package.dir.join(".github/workflows/ci.yml"), plugin.file("ci.yml")?),
    ] {
        if is_plugin && path == items {
            continue;
        }
        if path.symlink_metadata().is_ok() {
            output.note(format_args!("`{}` is there already, and stays as it is", shown(&path)));
            continue;
        }
        create(&path, &contents)?;
        output.status("Wrote", format_args!("`{}`", shown(&path)));
        written.push(path);
    }
    let rust: Vec<&str> =
        written.iter().filter_map(|path| path.to_str().filter(|path| path.ends_with(".rs"))).collect();
    if !rust.is_empty() {
        format(&package.dir, &rust);
    }
    print_the_rest(&package, &plugin, &root, has_library && written.contains(&items), *output);
    Ok(())
}

/// The package's name, or if a plugin cannot have it, one that is like it.
fn plugin_name(package: &Existing) -> Result<String, Error> {
    let Some(rule) = aro_abi::plugin_name_fault(&package.name) else { return Ok(package.name.clone()) };
    suggested(&package.name).ok_or_else(|| {
        Error::new(format!("the package's name `{}` cannot be a plugin's: {rule}", package.name))
            .help("write plugin.yaml and `aro_sdk::plugin! { name = \"…\" }` by hand")
    })
}

fn plugin_yaml(package: &Existing, plugin: &NewPlugin) -> Result<String, Error> {
    let library = package.library.as_ref().map_or_else(|| package.name.replace('-', "_"), |(_, name)| name.clone());
    let yaml = PluginYaml {
        name: plugin.name.clone(),
        version: package.version.clone(),
        description: package.description.clone(),
        license: package.license.clone(),
        handle: Some(plugin.handle.clone()),
        output: build::output_path(&library),
    };
    yaml.render()
}

fn create(path: &Path, contents: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| Error::io("create the folder", folder, &error))?;
    files::write(path, contents.as_bytes())
}

/// Prints what has to be written into files that are there.
fn print_the_rest(package: &Existing, plugin: &NewPlugin, root: &Path, needs_module: bool, output: Output) {
    let lacks = |name: &str| !package.dependencies.iter().any(|dependency| dependency == name);
    let mut sections = Vec::new();
    if !package.is_cdylib {
        sections.push("[lib]\ncrate-type = [\"cdylib\", \"rlib\"]".to_owned());
    }
    let needs_serde = plugin.kinds.action || plugin.kinds.event;
    let dependencies = [
        ("aro-sdk", true, plugin.sdk.dependency("sdk", &[])),
        ("serde", needs_serde, "{ version = \"1\", features = [\"derive\"] }".to_owned()),
    ];
    let for_tests = [
        ("aro-host-testkit", true, plugin.sdk.dependency("host-testkit", &["conformance"])),
        ("serde_json", true, "\"1\"".to_owned()),
    ];
    for (table, dependencies) in [("dependencies", dependencies), ("dev-dependencies", for_tests)] {
        let missing = dependencies.iter().filter(|(name, is_needed, _)| *is_needed && lacks(name));
        let lines: String = missing.map(|(name, _, value)| format!("\n{name} = {value}")).collect();
        if !lines.is_empty() {
            sections.push(format!("[{table}]{lines}"));
        }
    }
    if !sections.is_empty() {
        let manifest = package.dir.join("Cargo.toml");
        output.result(format_args!("Write into `{}`:\n\n{}\n", manifest.display(), sections.join("\n\n")));
    }
    if needs_module {
        let lines = format!("mod {MODULE};\n\naro_sdk::plugin! {{ {} }}", plugin.plugin_keys());
        output.result(format_args!("Write into `{}`:\n\n{lines}\n", root.display()));
    }
}
