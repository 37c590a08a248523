//! What a plugin provides, by its file and by its metadata, and what hosts will not take of it.

use aro_host_testkit::conformance::ConformanceCheck;
use aro_host_testkit::isolation::{Call, Callable, Session};
use aro_host_testkit::{Info, LoadError, Symbols};
use serde_json::{Value, json};

use crate::error::Error;
use crate::locate::Located;

/// What is known of a plugin without a call of its actions.
#[derive(Debug, Default)]
pub(crate) struct Inspection {
    /// What hosts read of the metadata.
    pub(crate) info: Info,
    /// The metadata as the plugin returns them; null for a library of another system.
    pub(crate) metadata: Value,
    /// What programs write before its verbs.
    pub(crate) handle: Option<String>,
    /// The functions of the ABI that the library exports.
    pub(crate) functions: Vec<String>,
    /// The entry points of actions, and whatever else is exported.
    pub(crate) other_exports: Vec<String>,
    pub(crate) warnings: Vec<Warning>,
    /// What authors of programs have to know, such as names that they must quote.
    pub(crate) notes: Vec<String>,
}

/// What hosts ignore, or do in another way than the plugin's author may expect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Warning {
    /// The rule of the ABI; it is empty for a fault that is none of the plugin.
    pub(crate) rule: &'static str,
    pub(crate) subject: String,
    pub(crate) observed: String,
    pub(crate) fix: String,
}

impl Warning {
    pub(crate) fn json(&self) -> Value {
        json!({ "rule": self.rule, "subject": self.subject, "observed": self.observed, "fix": self.fix })
    }
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.subject, self.observed)?;
        if self.rule.is_empty() { Ok(()) } else { write!(f, " [{}]", self.rule) }
    }
}

/// Reads the library's file, and asks for its metadata in a child process.
pub(crate) fn inspect(located: &Located) -> Result<Inspection, Error> {
    let library = &located.library;
    let symbols = Symbols::read(library).map_err(|error| {
        Error::new(error.to_string()).help("pass a shared library, a plugin's package, or its folder with plugin.yaml")
    })?;
    let (functions, other_exports) =
        symbols.exports().iter().cloned().partition(|name| aro_abi::symbols::ALL.contains(&name.as_str()));
    let (manifest, fault) = match located.manifest() {
        Ok(manifest) => (manifest, None),
        Err(error) => (None, Some(error)),
    };
    let mut inspection = Inspection {
        info: Info::default(),
        metadata: Value::Null,
        handle: manifest.as_ref().and_then(|manifest| manifest.stated_handle()).map(str::to_owned),
        functions,
        other_exports,
        warnings: fault.iter().map(|error| of_file("plugin.yaml", &error.to_string())).collect(),
        notes: Vec::new(),
    };
    match Session::isolated(library) {
        Ok(session) => inspection.read_metadata(&session, located)?,
        Err(error @ LoadError::ForeignLibrary { .. }) => {
            inspection.warnings.push(of_file("the library", &error.to_string()));
        }
        Err(error) => {
            return Err(Error::new(error.to_string()).help(
                "a plugin exports aro_plugin_info and aro_plugin_free; for a plugin in Rust see `cargo aro new`",
            ));
        }
    }
    if manifest.is_none() {
        inspection.handle = inspection.info.handle.clone();
    }
    Ok(inspection)
}

/// A fault of the file, and not of what is in it.
fn of_file(subject: &str, observed: &str) -> Warning {
    Warning { rule: "", subject: subject.to_owned(), observed: observed.to_owned(), fix: String::new() }
}

impl Inspection {
    fn read_metadata(&mut self, session: &Session, located: &Located) -> Result<(), Error> {
        let reply = session
            .perform(&Call::info())
            .and_then(|reply| reply.map(|reply| reply.json()).transpose().map(Option::unwrap_or_default));
        self.metadata = reply.map_err(|error| {
            Error::new(format!("the plugin's metadata cannot be read: {error}"))
                .help("correct what aro_plugin_info returns: hosts take nothing of this plugin")
        })?;
        self.info = Info::as_hosts_read(&self.metadata);
        let mut check = ConformanceCheck::library(&located.library).metadata_only();
        if let Some(folder) = &located.folder {
            check = check.plugin_yaml(folder);
        }
        let report = check.run();
        self.warnings.extend(report.findings().iter().map(|finding| Warning {
            rule: finding.rule.id,
            subject: finding.subject.clone(),
            observed: finding.observed.clone(),
            fix: finding.rule.fix.to_owned(),
        }));
        self.notes = report.notes().to_vec();
        Ok(())
    }
}
