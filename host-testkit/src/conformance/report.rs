//! The findings of a check.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::rules::Rule;

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// The part of the plugin that breaks it: an action, a function, a place in the metadata.
    pub subject: String,
    /// What the check did: the call with its input, for most rules.
    pub input: String,
    /// What was observed: the reply, or the crash.
    pub observed: String,
}

/// A broken rule that [`ConformanceCheck::accept`](super::ConformanceCheck::accept) allows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Accepted {
    /// What was found.
    pub finding: Finding,
    /// Why the plugin may break the rule.
    pub reason: String,
}

/// What a [`ConformanceCheck`](super::ConformanceCheck) found: nothing, for a sound plugin.
///
/// A part of the plugin that breaks one rule is one finding, however many calls show it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "the findings are lost unless the report is read: call `assert_sound`"]
pub struct Report {
    library: PathBuf,
    findings: Vec<Finding>,
    accepted: Vec<Accepted>,
    /// The reasons by the ids of the rules that may be broken.
    accept: BTreeMap<String, String>,
    skipped: Vec<String>,
    notes: Vec<String>,
}

impl Report {
    pub(super) fn new(library: &Path, accept: BTreeMap<String, String>) -> Self {
        let library = library.to_owned();
        Self { library, findings: Vec::new(), accepted: Vec::new(), accept, skipped: Vec::new(), notes: Vec::new() }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        let same = |other: &Finding| other.rule.id == finding.rule.id && other.subject == finding.subject;
        if self.all().any(same) {
            return;
        }
        match self.accept.get(finding.rule.id) {
            Some(reason) => self.accepted.push(Accepted { reason: reason.clone(), finding }),
            None => self.findings.push(finding),
        }
    }

    /// The findings, the accepted ones included.
    fn all(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().chain(self.accepted.iter().map(|accepted| &accepted.finding))
    }

    pub(super) fn has_finding_of(&self, subject: &str) -> bool {
        self.all().any(|finding| finding.subject == subject)
    }

    pub(super) fn skip(&mut self, what: String) {
        self.skipped.push(what);
    }

    /// Adds a note, once.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The findings that are not accepted, in the order in which they were made.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What breaks an [accepted](super::ConformanceCheck::accept) rule, in the order in which it
    /// was found.
    #[must_use]
    pub fn accepted(&self) -> &[Accepted] {
        &self.accepted
    }

    /// The ids of the [accepted](super::ConformanceCheck::accept) rules that the plugin does not
    /// break, sorted. They need not be accepted any longer.
    #[must_use]
    pub fn unused(&self) -> Vec<&str> {
        let broken = |id: &&str| self.accepted.iter().any(|accepted| accepted.finding.rule.id == *id);
        self.accept.keys().map(String::as_str).filter(|id| !broken(id)).collect()
    }

    /// The ids of the broken rules that are not accepted, each once, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<&'static str> {
        let mut ids = Vec::new();
        for finding in &self.findings {
            if !ids.contains(&finding.rule.id) {
                ids.push(finding.rule.id);
            }
        }
        ids
    }

    /// What could not be checked, and why.
    #[must_use]
    pub fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// What breaks no rule, but what the author should know, such as names that programs must
    /// quote.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether no rule is broken, apart from the accepted ones, as far as that could be checked.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Panics when a rule is broken that is not accepted. Writes the notes, what is accepted, and
    /// what could not be checked to standard error, past the capture of a test that passes.
    ///
    /// # Panics
    ///
    /// With the whole report, when a rule is broken that is not accepted.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert!(self.is_sound(), "{self}");
        let remarks = self.remarks();
        if !remarks.is_empty() {
            let _ = writeln!(std::io::stderr(), "{}{remarks}", self.library.display());
        }
    }
}

impl Report {
    /// What is accepted, what was not checked, and the notes, each on lines of its own.
    fn remarks(&self) -> String {
        let accepted = self.accepted.iter().map(|Accepted { finding, reason }| {
            format!("\naccepted: [{}] {}, because {reason}", finding.rule.id, finding.subject)
        });
        let unused = self.unused().into_iter();
        let unused = unused.map(|id| format!("\naccepted without need: [{id}] is not broken; remove its `accept`"));
        let skipped = self.skipped.iter().map(|skipped| format!("\nnot checked: {skipped}"));
        let notes = self.notes.iter().map(|note| format!("\nnote: {note}"));
        accepted.chain(unused).chain(skipped).chain(notes).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.findings.len();
        match count {
            0 if !self.accepted.is_empty() => {
                write!(f, "{} breaks no rule of the ABI that is not accepted", self.library.display())?;
            }
            0 => write!(f, "{} breaks no rule of the ABI", self.library.display())?,
            1 => write!(f, "{} breaks a rule of the ABI", self.library.display())?,
            _ => write!(f, "{} breaks rules of the ABI in {count} places", self.library.display())?,
        }
        for finding in &self.findings {
            write!(f, "\n\n{finding}")?;
        }
        if count > 0 {
            let id = self.findings[0].rule.id;
            write!(
                f,
                "\n\nThe ABI is docs/abi.md, and the module `reference` of the crate aro-abi.\n\
                 To accept what is wanted: ConformanceCheck::new(&plugin).accept(\"{id}\", \"the reason\")\n\
                 To leave a rule out: ConformanceCheck::new(&plugin).skip(\"{id}\")"
            )?;
        }
        f.write_str(&self.remarks())
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, subject, input, observed } = self;
        writeln!(f, "[{}] {subject}: {}", rule.id, rule.rule)?;
        let lines = [("input", input.as_str()), ("observed", observed), ("why", rule.why), ("fix", rule.fix)];
        for (index, (label, text)) in lines.into_iter().enumerate() {
            let end = if index + 1 == lines.len() { "" } else { "\n" };
            write!(f, "  {label}: {}{end}", text.trim_end().replace('\n', "\n        "))?;
        }
        Ok(())
    }
}
