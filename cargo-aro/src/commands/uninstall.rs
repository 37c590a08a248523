//! `cargo aro uninstall`.

use std::path::PathBuf;

use crate::application::Application;
use crate::error::Error;
use crate::manifest;
use crate::output::Output;
use crate::package::{Package, PackageArgs};

/// Remove a plugin from an application
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The application's folder, as for `aro run`
    application: PathBuf,

    /// The plugin's name; by default the plugin in this folder
    name: Option<String>,

    #[command(flatten)]
    package: PackageArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro uninstall ../my-app
  cargo aro uninstall ../my-app slugs";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let application = Application::at(&args.application)?;
    let name = match &args.name {
        Some(name) => name.clone(),
        None => own_name(&args.package)?,
    };
    if let Some(rule) = aro_abi::plugin_name_fault(&name) {
        return Err(Error::new(format!("`{name}` cannot be a plugin's name: {rule}"))
            .help("pass the name that is in its plugin.yaml"));
    }
    let kept = application.uninstall(&name)?;
    output.status("Removed", format_args!("`{name}` from `{}`", args.application.display()));
    for path in kept {
        output.note(format_args!("`{}` is still there: `cargo aro install` did not write it", path.display()));
    }
    Ok(())
}

/// The name in the package's `plugin.yaml`, or the package's own.
fn own_name(args: &PackageArgs) -> Result<String, Error> {
    let package =
        Package::find(args).map_err(|error| error.help("pass the plugin's name, or run this in its folder"))?;
    let path = package.dir.join(manifest::FILE);
    let Some(text) = manifest::text(&path)? else { return Ok(package.name) };
    Ok(manifest::parse(&path, &text)?["name"].as_str().map_or(package.name, str::to_owned))
}
