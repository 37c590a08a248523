//! `cargo aro install`.

use std::path::PathBuf;

use super::build as build_command;
use crate::application::{Application, Installable};
use crate::build::{self, CompileArgs, Profile};
use crate::error::Error;
use crate::manifest;
use crate::output::{Output, shown};
use crate::package::{Package, PackageArgs};

/// Build the plugin, and put it where `aro run` loads it
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The application's folder, as for `aro run`
    application: PathBuf,

    /// Install a build without optimizations
    #[arg(long)]
    debug: bool,

    #[command(flatten)]
    package: PackageArgs,

    #[command(flatten)]
    compile: CompileArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro install ../my-app     then: aro run ../my-app";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let application = Application::at(&args.application)?;
    let package = Package::find(&args.package)?;
    let profile = if args.debug { Profile::Dev } else { Profile::Release };
    let library = build::cdylib(&package, &args.compile, profile, None, output)?;
    build_command::sync_with(&package, &library, output)?;
    let progress = output.progress("installing the plugin");
    let text = manifest::text(&package.dir.join(manifest::FILE))?.unwrap_or_default();
    let (name, yaml) = manifest::installed(&package.dir, &text, &library)?;
    let folder = application.install(&Installable { name: &name, library: &library, yaml: &yaml })?;
    drop(progress);
    report_misplaced(&application, *output);
    output.status("Installed", format_args!("`{name}` in `{}`", shown(&folder)));
    Ok(())
}

/// Warns of what no host finds.
pub(crate) fn report_misplaced(application: &Application, output: Output) {
    for fault in application.misplaced() {
        output.warning(fault);
    }
    if !application.has_program() {
        output.warning("the application's folder has no program: no file in it ends with `.aro`");
    }
}
