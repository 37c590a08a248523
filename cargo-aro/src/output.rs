//! What a command prints: results to stdout, all else to stderr. Colours are stripped where they
//! are not wanted, by anstream.

use std::fmt::Display;
use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::error::Error;

const STATUS: Style = AnsiColor::Green.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default().bold();
const HEADING: Style = Style::new().bold();
const FAILURE: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();

/// How long something takes before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// What became of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    Passed,
    Skipped,
    Failed,
}

/// Prints for one command. If a stream is closed, nobody reads it, so writing does not fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    quiet: bool,
}

impl Output {
    pub(crate) fn new(quiet: bool) -> Self {
        Self { quiet }
    }

    pub(crate) fn is_quiet(self) -> bool {
        self.quiet
    }

    /// The result of a command, on stdout.
    pub(crate) fn result(self, text: impl Display) {
        let _ = writeln!(anstream::stdout(), "{text}");
    }

    /// What a program wrote to its standard error stream.
    pub(crate) fn program_error(self, text: impl Display) {
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// The title of a part of a result.
    pub(crate) fn heading(self, text: impl Display) {
        let _ = writeln!(anstream::stdout(), "{HEADING}{text}{HEADING:#}");
    }

    /// What was done, as cargo shows it: a verb, and what it was done to.
    pub(crate) fn status(self, verb: &str, what: impl Display) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{STATUS}{verb:>12}{STATUS:#} {what}");
        }
    }

    /// A line of a list of checks. If all is well, quiet output has none.
    pub(crate) fn checked(self, what: &str, mark: Mark, summary: &str) {
        let (style, word) = match mark {
            Mark::Passed => (STATUS, "ok"),
            Mark::Skipped => (NOTE, "skipped"),
            Mark::Failed => (FAILURE, "failed"),
        };
        if !self.quiet || mark == Mark::Failed {
            let _ = writeln!(anstream::stdout(), "{what:<12} {style}{word:<8}{style:#} {summary}");
        }
    }

    pub(crate) fn note(self, text: impl Display) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{NOTE}note{NOTE:#}: {text}");
        }
    }

    pub(crate) fn warning(self, text: impl Display) {
        let _ = writeln!(anstream::stderr(), "{WARNING}warning{WARNING:#}: {text}");
    }

    pub(crate) fn error(self, error: &Error) {
        // The renderer makes colours, and the stream strips them where they are not wanted.
        let _ = writeln!(anstream::stderr(), "{}", error.render(true));
    }

    /// Shows on a terminal that something takes long, until the value is dropped.
    pub(crate) fn progress(self, what: impl Into<String>) -> Progress {
        let (done, is_done) = mpsc::channel::<()>();
        let what = what.into();
        let thread = (!self.quiet).then(|| {
            std::thread::spawn(move || {
                if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_message(what);
                if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
                    bar.set_style(style);
                }
                bar.enable_steady_tick(Duration::from_millis(120));
                let _ = is_done.recv();
                bar.finish_and_clear();
            })
        });
        Progress { done: Some(done), thread }
    }
}

/// A path as the user would write it: from the working directory, if it is below that.
pub(crate) fn shown(path: &Path) -> String {
    let from_here = std::env::current_dir().ok().and_then(|dir| path.strip_prefix(dir).ok().map(Path::to_owned));
    from_here.filter(|path| !path.as_os_str().is_empty()).unwrap_or_else(|| path.to_owned()).display().to_string()
}

/// Rows whose columns are as wide as they have to be, each line indented.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        // A cell is one line, and no text of a plugin controls the terminal.
        let visible = |cell: String| cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.rows.push(cells.into_iter().map(visible).collect());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |cell| cell.chars().count());
        let widths: Vec<usize> =
            (0..columns).map(|column| self.rows.iter().map(|row| cell(row, column)).max().unwrap_or(0)).collect();
        for (index, row) in self.rows.iter().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths).filter(|(_, width)| **width > 0) {
                line.push_str("  ");
                line.push_str(cell);
                // Not by a width of `format!`, which panics beyond 65,535.
                line.push_str(&" ".repeat(width - cell.chars().count()));
            }
            f.write_str(if index == 0 { "" } else { "\n" })?;
            f.write_str(line.trim_end())?;
        }
        Ok(())
    }
}

/// Something that may take long.
#[derive(Debug)]
pub(crate) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_empty_ones_are_left_out() {
        let mut table = Table::default();
        table.row(["ä".to_owned(), String::new(), "x\u{1b}[2J\ny".to_owned()]);
        table.row(["bcd".to_owned(), String::new()]);
        assert_eq!(table.to_string(), "  ä    x [2J y\n  bcd");
    }

    #[test]
    fn a_cell_may_be_of_any_length() {
        for length in [65_535, 65_536, 70_000] {
            let mut table = Table::default();
            table.row(["ä".repeat(length), "x".to_owned()]);
            table.row(["b".to_owned(), "y".to_owned()]);
            let shown = table.to_string();
            assert!(shown.lines().all(|line| line.chars().count() == length + 5), "{length}");
        }
    }
}
