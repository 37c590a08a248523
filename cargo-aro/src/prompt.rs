//! Statements as a user types them: on a terminal with a history and with completion, from a pipe
//! line by line.

use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use crate::error::Error;

/// The words that can be completed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) verbs: Vec<String>,
    pub(crate) prepositions: Vec<String>,
    pub(crate) variables: Vec<String>,
    /// What follows a colon inside `<…>`: qualifiers with their handle, methods of services.
    pub(crate) specifiers: Vec<String>,
    /// Words that begin with a colon and are no statements.
    pub(crate) commands: Vec<String>,
}

impl Vocabulary {
    /// What can be at the end of a line, and the byte at which it begins.
    fn candidates(&self, line: &str) -> (usize, Vec<String>) {
        let start = line
            .rfind(|c: char| c.is_whitespace() || "<({[,:".contains(c))
            .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
        let (before, word) = line.split_at(start);
        let inside = before.rfind('<').is_some_and(|open| !before[open..].contains('>'));
        let is_first = before.trim().is_empty();
        let words = match before.trim_end().chars().last() {
            Some(':') if before.trim() == ":" => {
                let word = format!(":{word}");
                return (start - 1, starting_with(&self.commands, &word));
            }
            _ if inside && before.trim_end().ends_with(':') => &self.specifiers,
            _ if inside => &self.variables,
            _ if is_first => &self.verbs,
            _ => &self.prepositions,
        };
        (start, starting_with(words, word))
    }
}

fn starting_with(words: &[String], prefix: &str) -> Vec<String> {
    let prefix = prefix.to_lowercase();
    let mut found: Vec<String> =
        words.iter().filter(|word| word.to_lowercase().starts_with(&prefix)).cloned().collect();
    found.sort();
    found.dedup();
    found
}

/// Whether a text is to be run as it is. A statement ends with a full stop.
fn is_complete(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text.starts_with(':') || text.ends_with('.')
}

impl Helper for Vocabulary {}

impl Highlighter for Vocabulary {}

impl Hinter for Vocabulary {
    type Hint = String;
}

impl Validator for Vocabulary {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        // An empty line ends a statement without a full stop, whose error says what is missing.
        let is_ended = is_complete(context.input()) || context.input().ends_with('\n');
        Ok(if is_ended { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Completer for Vocabulary {
    type Candidate = String;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        Ok(self.candidates(line.get(..at).unwrap_or(line)))
    }
}

/// Where statements come from.
pub(crate) enum Prompt {
    Terminal { editor: Box<Editor<Vocabulary, FileHistory>>, history: Option<PathBuf> },
    Pipe,
}

/// What was typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Text(String),
    /// Ctrl-C: the line is given up.
    Cancelled,
    /// Ctrl-D, or the end of the pipe.
    End,
}

impl Prompt {
    /// A prompt on the standard input stream.
    pub(crate) fn new() -> Result<Self, Error> {
        if !io::stdin().is_terminal() {
            return Ok(Self::Pipe);
        }
        let config = Config::builder().auto_add_history(false).completion_type(CompletionType::List).build();
        let mut editor = Editor::with_config(config).map_err(|error| {
            Error::new(format!("the terminal cannot be used: {error}"))
                .help("pass statements by a pipe: echo 'Greet the <g> from \"Ada\".' | cargo aro repl")
        })?;
        let history = history_file();
        // Without a history, there is none to go back to.
        let _ = history.as_ref().map(|path| editor.load_history(path));
        Ok(Self::Terminal { editor: Box::new(editor), history })
    }

    pub(crate) fn is_terminal(&self) -> bool {
        matches!(self, Self::Terminal { .. })
    }

    /// The next text.
    pub(crate) fn read(&mut self, vocabulary: Vocabulary) -> Result<Entry, Error> {
        let unreadable = |error: &dyn std::fmt::Display| {
            Error::new(format!("cannot read the input: {error}")).help("it has to be UTF-8")
        };
        match self {
            Self::Pipe => read_piped(&mut io::stdin().lock()).map_err(|error| unreadable(&error)),
            Self::Terminal { editor, history } => {
                editor.set_helper(Some(vocabulary));
                match editor.readline("aro> ") {
                    Ok(text) => {
                        if !text.trim().is_empty() {
                            // A history that cannot be written is no reason to stop.
                            let _ = editor.add_history_entry(text.as_str());
                            let _ = history.as_ref().map(|path| editor.append_history(path));
                        }
                        Ok(Entry::Text(text))
                    }
                    Err(ReadlineError::Interrupted) => Ok(Entry::Cancelled),
                    Err(ReadlineError::Eof) => Ok(Entry::End),
                    Err(error) => Err(unreadable(&error)),
                }
            }
        }
    }
}

/// Lines up to one that ends a statement.
fn read_piped(input: &mut impl BufRead) -> io::Result<Entry> {
    let mut text = String::new();
    loop {
        let before = text.len();
        if input.read_line(&mut text)? == 0 {
            return Ok(if text.trim().is_empty() { Entry::End } else { Entry::Text(text) });
        }
        if is_complete(&text) || text[before..].trim().is_empty() {
            return Ok(Entry::Text(text));
        }
    }
}

/// The file with what was typed earlier, in the folder that the system has for such files.
fn history_file() -> Option<PathBuf> {
    let folder = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_STATE_HOME").or_else(|| Some(folder("HOME")?.join(".local/state")))
    };
    let path = state?.join("cargo-aro").join("history");
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).ok()?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Vocabulary {
            verbs: words(&["Greet", "Slugs.Greet", "Create"]),
            prepositions: words(&["from", "for", "with"]),
            variables: words(&["name", "näme", "text"]),
            specifiers: words(&["Slugs.initials", "add"]),
            commands: words(&[":help", ":host", ":reload"]),
        }
    }

    #[test]
    fn each_place_of_a_statement_has_its_own_words() {
        for (line, start, words) in [
            ("", 0, &["Create", "Greet", "Slugs.Greet"][..]),
            ("  gr", 2, &["Greet"]),
            ("slugs.", 0, &["Slugs.Greet"]),
            (":h", 0, &[":help", ":host"]),
            (":", 0, &[":help", ":host", ":reload"]),
            ("Greet the <g> f", 14, &["for", "from"]),
            ("Greet the <g> from the <n", 24, &["name", "näme"]),
            ("Greet the <g> from <ä> with { a: <näm", 35, &["näme"]),
            ("Compute the <g: Slugs.", 16, &["Slugs.initials"]),
            ("Call the <c> from the <slugs:a", 29, &["add"]),
            ("Greet the <zz", 11, &[]),
        ] {
            let (at, found) = vocabulary().candidates(line);
            assert_eq!((at, &found.iter().map(String::as_str).collect::<Vec<_>>()[..]), (start, words), "{line}");
            assert!(line.is_char_boundary(at));
        }
    }

    #[test]
    fn a_piped_statement_may_have_several_lines() {
        let mut input = "Greet the <g>\n from \"a\".\n\n:vars\nGreet\n\nno end".as_bytes();
        let mut next = || read_piped(&mut input).expect("it is read");
        for expected in ["Greet the <g>\n from \"a\".\n", "\n", ":vars\n", "Greet\n\n", "no end"] {
            assert_eq!(next(), Entry::Text(expected.to_owned()));
        }
        assert_eq!((next(), next()), (Entry::End, Entry::End));
        assert!(read_piped(&mut &b"\xff\n"[..]).is_err());
    }
}
