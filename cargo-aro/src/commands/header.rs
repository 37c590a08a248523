//! `cargo aro header`.

use std::path::PathBuf;

use aro_host_testkit::Symbols;

use crate::build::{self, CompileArgs, Profile};
use crate::error::Error;
use crate::files;
use crate::header;
use crate::metadata;
use crate::output::{Output, shown};
use crate::package::{Package, PackageArgs};

/// Print the C header of the plugin's functions
///
/// It has the functions of the ABI, the entry points of the actions, and the typed exports
/// (`#[aro_export]`), for programs in C, C++, Go and others that load or link the library
/// themselves. A library with typed exports need not be a plugin.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write a file instead
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Read the optimized build
    #[arg(short, long)]
    release: bool,

    #[command(flatten)]
    package: PackageArgs,

    #[command(flatten)]
    compile: CompileArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro header --output slugs.h";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let package = Package::find(&args.package)?;
    let profile = if args.release { Profile::Release } else { Profile::Dev };
    let library = build::cdylib(&package, &args.compile, profile, None, output)?;
    let symbols = Symbols::read(&library)
        .map_err(|error| Error::new(error.to_string()).help("build without `build.target` or CARGO_BUILD_TARGET"))?;
    let is_exported = |name: &str| symbols.exports().contains(name);
    let typed = header::typed(&library, &package.library, is_exported)?;
    // A library with typed exports need not be a plugin.
    let text = if typed.is_some() && !is_exported(aro_abi::symbols::INFO) {
        typed.unwrap_or_default()
    } else {
        let plugin = header::render(&metadata::read(&library)?, is_exported);
        typed.map_or_else(|| plugin.clone(), |typed| format!("{plugin}\n{typed}"))
    };
    match &args.output {
        None => output.result(text.trim_end()),
        Some(path) => {
            files::write(path, text.as_bytes())?;
            output.status("Wrote", format_args!("`{}`", shown(path)));
        }
    }
    Ok(())
}
