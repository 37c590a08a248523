//! `cargo aro static`.

use crate::archive;
use crate::build::{self, CompileArgs};
use crate::error::Error;
use crate::output::{Output, shown};
use crate::package::{Package, PackageArgs};

/// Make a static library of which two can be linked into one native program (Linux)
///
/// `aro build` links plugins into a native program. The archives that cargo builds all contain the
/// standard library, so two of them define the same symbols. In this one only the functions of
/// the ABI are visible; the plugin's entry points and typed exports are not. It is put where `aro
/// build` looks, which takes it as it is: run this command again after a change.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(flatten)]
    package: PackageArgs,

    #[command(flatten)]
    compile: CompileArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro static                in each plugin, then `aro build` in the application";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    archive::check_system()?;
    let package = Package::find(&args.package)?;
    let built = build::staticlib(&package, &args.compile, output)?;
    let progress = output.progress("hiding the symbols");
    let archive = archive::make(&package, &built)?;
    drop(progress);
    archive::faults(&package).iter().for_each(|fault| output.warning(fault));
    output.status("Built", format_args!("`{}`", shown(&archive)));
    Ok(())
}
