//! The findings of a check.

use std::fmt;
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

/// What a [`ConformanceCheck`](super::ConformanceCheck) found: nothing, for a sound plugin.
///
/// A part of the plugin that breaks one rule is one finding, however many calls show it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "the findings are lost unless the report is read: call `assert_sound`"]
pub struct Report {
    library: PathBuf,
    findings: Vec<Finding>,
    skipped: Vec<String>,
}

impl Report {
    pub(super) fn new(library: &Path) -> Self {
        Self { library: library.to_owned(), findings: Vec::new(), skipped: Vec::new() }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        let same = |other: &Finding| other.rule.id == finding.rule.id && other.subject == finding.subject;
        if !self.findings.iter().any(same) {
            self.findings.push(finding);
        }
    }

    pub(super) fn skip(&mut self, what: String) {
        self.skipped.push(what);
    }

    /// The findings, in the order in which they were made.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The ids of the broken rules, each once, in order.
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

    /// Whether no rule is broken, as far as that could be checked.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Panics when a rule is broken. Prints what could not be checked.
    ///
    /// # Panics
    ///
    /// With the whole report, when a rule is broken.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert!(self.is_sound(), "{self}");
        for skipped in &self.skipped {
            println!("not checked: {skipped}");
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.findings.len();
        match count {
            0 => write!(f, "{} breaks no rule of the ABI", self.library.display())?,
            1 => write!(f, "{} breaks a rule of the ABI", self.library.display())?,
            _ => write!(f, "{} breaks rules of the ABI in {count} places", self.library.display())?,
        }
        for finding in &self.findings {
            write!(f, "\n\n{finding}")?;
        }
        if count > 0 {
            write!(
                f,
                "\n\nThe ABI is docs/abi.md, and the module `reference` of the crate aro-abi.\n\
                 To leave a rule out: ConformanceCheck::new(&plugin).skip(\"{}\")",
                self.findings[0].rule.id
            )?;
        }
        self.skipped.iter().try_for_each(|skipped| write!(f, "\nnot checked: {skipped}"))
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
