//! `cargo aro build`.

use std::fs;
use std::path::{Path, PathBuf};

use aro_host_testkit::{HostPath, Info, Manifest};

use crate::archive;
use crate::build::{self, CompileArgs, Profile};
use crate::error::Error;
use crate::files::{self, Staged};
use crate::manifest::{self, Actions, Synced};
use crate::metadata;
use crate::output::{Output, shown};
use crate::package::{Package, PackageArgs};

/// Build the plugin, and write or check its plugin.yaml
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Build as hosts load it, with optimizations
    #[arg(short, long)]
    release: bool,

    /// Build for this target, into target/aro/<TARGET>/<NAME>, with a plugin.yaml; can be repeated
    #[arg(long, value_name = "TARGET")]
    target: Vec<String>,

    /// Fail if plugin.yaml is not in step, and write nothing into it
    #[arg(long)]
    check: bool,

    /// List the actions in plugin.yaml, so that hosts load the plugin at its first use
    ///
    /// What it costs: actions are not told the statement (result, source, preposition), the events
    /// of a reply are not published, and qualifiers and events reach the plugin only after its
    /// first action or service call. And the list has to be kept in step: a verb that is not in it
    /// does not exist.
    #[arg(long, conflicts_with = "eager")]
    lazy: bool,

    /// Remove the list of actions from plugin.yaml, so that hosts load the plugin at their start
    #[arg(long)]
    eager: bool,

    #[command(flatten)]
    package: PackageArgs,

    #[command(flatten)]
    compile: CompileArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro build --release
  cargo aro build --release --target aarch64-unknown-linux-gnu --target x86_64-pc-windows-gnu
  cargo aro build --check         in CI: fails if plugin.yaml is not in step";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let package = Package::find(&args.package)?;
    let request = Request { lazy: args.lazy, eager: args.eager, check: args.check };
    let profile = if args.release { Profile::Release } else { Profile::Dev };
    if args.target.is_empty() {
        let library = build::cdylib(&package, &args.compile, profile, None, output)?;
        let info = read_metadata(&library, output)?;
        sync(&package, &info, &request, output)?;
        if args.release {
            let placed = build::place(&package, &library)?;
            verify(&package, &placed)?;
            output.status("Built", format_args!("`{}` for hosts on this system", shown(&placed)));
        } else {
            output.status("Built", format_args!("`{}`", shown(&library)));
            output.note("hosts load what `cargo aro build --release` builds");
        }
        warn_of_siblings(&package, *output);
        archive::faults(&package).iter().for_each(|fault| output.warning(fault));
    }
    for target in &args.target {
        let library = build::cdylib(&package, &args.compile, profile, Some(target), output)?;
        if metadata::is_for_this_machine(&library)? {
            sync(&package, &read_metadata(&library, output)?, &request, output)?;
        }
        let folder = bundle(&package, target, &library)?;
        output.status("Built", format_args!("`{}` for {target}", shown(&folder)));
    }
    Ok(())
}

fn read_metadata(library: &Path, output: &Output) -> Result<Info, Error> {
    let _progress = output.progress("reading the plugin's metadata");
    metadata::read(library)
}

/// Brings `plugin.yaml` in step with the package and this library.
pub(crate) fn sync_with(package: &Package, library: &Path, output: &Output) -> Result<(), Error> {
    sync(package, &read_metadata(library, output)?, &Request::default(), output)
}

/// What is asked for beside that `plugin.yaml` is in step.
#[derive(Clone, Copy, Debug, Default)]
struct Request {
    lazy: bool,
    eager: bool,
    /// Nothing is written.
    check: bool,
}

fn sync(package: &Package, info: &Info, request: &Request, output: &Output) -> Result<(), Error> {
    let wanted = manifest::wanted(package, info, build::output_path(&package.library));
    if let Some(rule) = aro_abi::plugin_name_fault(&wanted.name) {
        return Err(Error::new(format!("`{}` cannot be a plugin's name: {rule}", wanted.name))
            .help("give it another one: `aro_sdk::plugin! { name = \"…\" }`"));
    }
    let actions = match (request.lazy, request.eager) {
        (true, _) if info.actions.is_empty() => {
            return Err(Error::new("the plugin has no actions, so plugin.yaml cannot list them")
                .help("build without `--lazy`: hosts load a plugin without a list at their start"));
        }
        (true, _) => Actions::List(manifest::listed_actions(info)),
        (_, true) => Actions::Remove,
        _ => Actions::Keep,
    };
    let path = package.dir.join(manifest::FILE);
    let synced = manifest::sync(&package.dir, &wanted, &actions, request.check)?;
    if request.check && !matches!(synced, Synced::UpToDate) {
        let lines: Vec<String> = match &synced {
            Synced::Changed(changes) => changes.iter().map(|change| format!("\n  {change}")).collect(),
            _ => vec!["\n  the file is missing".to_owned()],
        };
        return Err(Error::new(format!("`{}` is not in step with the plugin:{}", path.display(), lines.concat()))
            .help("run `cargo aro build`, which writes it"));
    }
    match synced {
        Synced::UpToDate => {}
        Synced::Created => output.status("Wrote", format_args!("`{}`", shown(&path))),
        Synced::Changed(changes) => {
            output.status("Updated", format_args!("`{}`", shown(&path)));
            for change in changes {
                output.status("", change);
            }
        }
    }
    let read = manifest::as_hosts_read_it(&package.dir)?;
    warn_of_lazy_list(&read, info, &actions, *output);
    Ok(())
}

/// Says what a list of actions costs when it is written, and what is wrong with one that is there.
fn warn_of_lazy_list(read: &Manifest, info: &Info, actions: &Actions, output: Output) {
    if read.host_path() != HostPath::Lazy {
        return;
    }
    if *actions != Actions::Keep {
        output.note("hosts load the plugin lazily now; `cargo aro build --help` says what that costs");
    }
    let declared: Vec<String> = manifest::listed_actions(info).into_iter().flat_map(|action| action.verbs).collect();
    let listed = read.listed_verbs();
    let missing = |from: &[String], to: &[String]| -> Vec<String> {
        let normal: Vec<String> = to.iter().map(|verb| aro_abi::normal_form(verb)).collect();
        from.iter()
            .filter(|verb| !normal.contains(&aro_abi::normal_form(verb)))
            .map(|verb| format!("`{verb}`"))
            .collect()
    };
    for (verbs, fault) in [
        (missing(&declared, &listed), "does not list the verbs"),
        (missing(&listed, &declared), "lists verbs that the plugin does not have:"),
    ] {
        if !verbs.is_empty() {
            output.warning(format_args!(
                "plugin.yaml {fault} {}; write the list again with `cargo aro build --lazy`, or remove it with `--eager`",
                verbs.join(", ")
            ));
        }
    }
}

/// The library is where hosts look for it, so that they do not run cargo.
fn verify(package: &Package, placed: &Path) -> Result<(), Error> {
    let found = manifest::as_hosts_read_it(&package.dir)?.library(&package.dir).map_err(|error| {
        Error::new(format!("hosts do not find a library of plugin.yaml: {error}"))
            .help("correct `provides` in plugin.yaml")
    })?;
    let same = |a: &Path, b: &Path| fs::canonicalize(a).ok() == fs::canonicalize(b).ok();
    if same(&found, placed) {
        return Ok(());
    }
    let first = found.display();
    Err(Error::new(format!("hosts load `{first}`, and not `{}`, which was built", placed.display()))
        .help(format!("remove `{first}`, or its entry in plugin.yaml")))
}

/// A host loads every other library of the folder first, and their functions get in the way.
fn warn_of_siblings(package: &Package, output: Output) {
    for path in build::siblings(package) {
        output.warning(format_args!(
            "hosts on Linux also load `{}`, since it is beside the plugin's library: remove it, unless it belongs there",
            path.display()
        ));
    }
}

/// A folder with the library and a `plugin.yaml` for it, as it has to be in `Plugins/`.
fn bundle(package: &Package, target: &str, library: &Path) -> Result<PathBuf, Error> {
    let Some(text) = manifest::text(&package.dir.join(manifest::FILE))? else {
        return Err(Error::new(
            "there is no plugin.yaml, and a library for another system cannot be asked what it has to say",
        )
        .help("run `cargo aro build` once without `--target`, which writes plugin.yaml"));
    };
    let (name, yaml) = manifest::installed(&package.dir, &text, library)?;
    let folder = package.dir.join("target/aro").join(target).join(&name);
    fs::create_dir_all(&folder).map_err(|error| Error::io("create the folder", &folder, &error))?;
    let destination = folder.join(library.file_name().unwrap_or_default());
    Staged::copy(library, &destination)?.rename(&destination)?;
    files::write(&folder.join(manifest::FILE), yaml.as_bytes())?;
    Ok(folder)
}
