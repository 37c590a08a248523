//! An error of a command: what happened, where, and what to do next.

use std::fmt::{self, Display};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::{Deserialize, Serialize};

/// Why a command failed. A worker sends it to the process that started it.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Error {
    message: String,
    place: Option<Box<Place>>,
    help: Option<String>,
    is_interruption: bool,
}

/// A part of a file that the user wrote.
#[derive(Debug, Deserialize, Serialize)]
struct Place {
    path: PathBuf,
    source: String,
    span: Range<usize>,
    label: String,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, help: None, is_interruption: false }
    }

    /// The user has ended the command.
    pub(crate) fn interruption() -> Self {
        Self { is_interruption: true, ..Self::new("interrupted") }
    }

    pub(crate) fn is_interruption(&self) -> bool {
        self.is_interruption
    }

    /// What the system says about a file.
    pub(crate) fn io(action: &str, path: &Path, error: &io::Error) -> Self {
        Self::new(format!("cannot {action} `{}`: {error}", path.display()))
    }

    /// What to do next.
    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Shows the bytes `span` of a file, whose contents are `source`.
    #[must_use]
    pub(crate) fn at(mut self, path: &Path, source: &str, span: Range<usize>, label: impl Into<String>) -> Self {
        // A span that is not within the text would make the renderer panic.
        let boundary = |at: usize| (0..=at.min(source.len())).rev().find(|at| source.is_char_boundary(*at));
        let (start, end) = (boundary(span.start).unwrap_or(0), boundary(span.end).unwrap_or(0));
        self.place = Some(Box::new(Place {
            path: path.to_owned(),
            source: source.to_owned(),
            span: start..end.max(start),
            label: label.into(),
        }));
        self
    }

    /// The error as it is printed, with or without colours.
    pub(crate) fn render(&self, styled: bool) -> String {
        let path = self.place.as_ref().map(|place| place.path.display().to_string());
        let mut group = Group::with_title(Level::ERROR.primary_title(&self.message));
        if let (Some(place), Some(path)) = (&self.place, &path) {
            let annotation = AnnotationKind::Primary.span(place.span.clone()).label(&place.label);
            group = group.element(Snippet::source(&place.source).path(path).annotation(annotation));
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group])
    }
}

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_shows_what_where_and_what_to_do() {
        let source = "name: slugs\nversion: 1\n";
        let error =
            Error::new("the name differs").at(Path::new("plugin.yaml"), source, 6..11, "here").help("rename it");
        let text = error.render(false);
        for part in ["error: the name differs", "--> plugin.yaml:1:7", "name: slugs", "^^^^^ here", "help: rename it"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(!text.contains('\u{1b}') && error.render(true).contains('\u{1b}'));
    }

    #[test]
    fn any_span_can_be_shown() {
        for (start, end) in [(0, 0), (0, 99), (99, 99), (1, 2), (2, 1)] {
            let span = start..end;
            let text = Error::new("e").at(Path::new("f"), "äb", span.clone(), "").render(false);
            assert!(text.starts_with("error: e"), "{span:?}: {text}");
        }
        assert!(Error::new("e").at(Path::new("f"), "", 0..1, "").render(false).contains("error: e"));
    }
}
