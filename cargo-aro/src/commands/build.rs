//! `cargo aro build`.

use crate::build::{self, CompileArgs, Profile};
use crate::error::Error;
use crate::output::Output;
use crate::package::{Package, PackageArgs};

/// Build the plugin, and write or check its plugin.yaml
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Build as hosts load it, with optimizations
    #[arg(short, long)]
    release: bool,

    #[command(flatten)]
    package: PackageArgs,

    #[command(flatten)]
    compile: CompileArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro build --release";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let package = Package::find(&args.package)?;
    let profile = if args.release { Profile::Release } else { Profile::Dev };
    let library = build::cdylib(&package, &args.compile, profile, None, output)?;
    output.status("Built", library.display());
    Ok(())
}
