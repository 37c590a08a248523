//! `cargo aro docs`.

use std::path::PathBuf;

use crate::error::Error;
use crate::files;
use crate::inspection;
use crate::locate::{self, BuildArgs};
use crate::output::{Output, shown};
use crate::page;
use crate::reference;

/// Write the reference page of a plugin, from its metadata and doc comments
///
/// It has the verbs, prepositions, parameters and schemas of actions, qualifiers, services, events
/// and system objects, each with an example that the compiler of ARO takes.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A package, a folder with plugin.yaml, or a library; the package here if it is left out
    path: Option<PathBuf>,

    /// Write one HTML page that needs no other file, instead of Markdown
    #[arg(long)]
    html: bool,

    /// Write a file instead
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro docs --output REFERENCE.md
  cargo aro docs --html --output slugs.html";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let located = locate::at(args.path.as_deref(), &args.build, output)?;
    let inspection = inspection::inspect(&located)?;
    if inspection.metadata.is_null() {
        let reason = inspection.warnings.first().map(ToString::to_string).unwrap_or_default();
        return Err(Error::new(format!("the plugin's metadata cannot be read here: {reason}"))
            .help("write the page on the plugin's own system"));
    }
    let markdown = reference::markdown(&inspection);
    let text = if args.html { page::html(&inspection.info.name, &markdown) } else { markdown };
    match &args.output {
        None => output.result(text.trim_end()),
        Some(path) => {
            files::write(path, text.as_bytes())?;
            output.status("Wrote", format_args!("`{}`", shown(path)));
        }
    }
    Ok(())
}
