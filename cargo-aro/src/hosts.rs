//! The testkit's hosts, with the plugin at hand, and their errors as errors of a command.

use std::path::Path;

use aro_host_testkit::{Host, HostPath, Plugin, RunError};

use crate::error::Error;
use crate::locate::Located;

/// The host path with this name, for clap.
pub(crate) fn parse_path(name: &str) -> Result<HostPath, String> {
    HostPath::ALL.into_iter().find(|path| path.name() == name).ok_or_else(|| {
        let names: Vec<&str> = HostPath::ALL.iter().map(|path| path.name()).collect();
        format!("there is no such host path; there are {}", names.join(", "))
    })
}

/// The path by which the interpreter hosts the plugin: lazy if its `plugin.yaml` lists actions.
pub(crate) fn usual_path(located: &Located) -> Result<HostPath, Error> {
    Ok(located.manifest()?.map_or(HostPath::Eager, |manifest| manifest.host_path()))
}

/// A host of this path that has loaded the plugin, by its `plugin.yaml` if it has one.
///
/// A copy has a state of its own, and is read again although the library is loaded already.
pub(crate) fn load(located: &Located, path: HostPath, is_copy: bool) -> Result<Host<'static>, Error> {
    let plugin = open(located, is_copy)?;
    let mut host = Host::new(path);
    match located.manifest()? {
        Some(manifest) => host.load_with(manifest, plugin),
        None => host.load(plugin),
    };
    Ok(host)
}

/// Loads the library.
pub(crate) fn open(located: &Located, is_copy: bool) -> Result<Plugin, Error> {
    let library = &located.library;
    let opened = if is_copy { Plugin::open_copy(library) } else { Plugin::open(library) };
    opened.map_err(|error| Error::new(error.to_string()).help("`cargo aro inspect` shows what the library has"))
}

/// Why a statement or a program was not run. `source` is its text, and `name` what it is called.
pub(crate) fn run_error(error: &RunError, name: &Path, source: &str) -> Error {
    let place = match error {
        RunError::Parse(fault) => Some((fault.line, fault.column, fault.message.clone())),
        RunError::Unsupported { what, place: Some((line, column)) } => {
            Some((*line, *column, format!("{} is not supported", what.construct)))
        }
        _ => None,
    };
    let message = match error {
        RunError::Parse(_) => "this is not ARO".to_owned(),
        RunError::Unsupported { what, .. } => what.to_string(),
        other => other.to_string(),
    };
    let error = match error {
        RunError::Parse(_) => Error::new(message).help("correct it there"),
        RunError::Unsupported { .. } | RunError::BuiltIn { .. } => {
            Error::new(message).help("ARO itself runs it: `aro run`, with the plugin installed by `cargo aro install`")
        }
        _ => Error::new(message).help("`cargo aro inspect` shows what programs can use"),
    };
    match place {
        Some((line, column, label)) => error.at(name, source, span(source, line, column), label),
        None => error,
    }
}

/// The bytes of the character at this line and column, which count from 1.
fn span(source: &str, line: usize, column: usize) -> std::ops::Range<usize> {
    let start: usize = source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = source.get(start..).unwrap_or_default();
    let before: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    start + before..start + before + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_shown_at_its_place_also_after_letters_beyond_ascii() {
        let source = "Create the <ä> with \"ö\".\nGreet the <g from <ä>.";
        let error = Host::eager().run_program(source, ()).expect_err("it is no ARO");
        let text = run_error(&error, Path::new("p.aro"), source).render(false);
        assert!(text.contains("--> p.aro:2:") && text.contains("Greet the <g from"), "{text}");
        let source = "while <x> { }";
        let error = Host::eager().run_application(source).expect_err("it is no program");
        assert!(run_error(&error, Path::new("p.aro"), source).render(false).contains("p.aro:1:1"));
    }

    #[test]
    fn a_host_path_is_chosen_by_its_name() {
        assert_eq!(parse_path("lazy"), Ok(HostPath::Lazy));
        assert!(parse_path("quick").expect_err("no path").contains("legacy-managed"));
    }
}
