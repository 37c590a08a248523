//! The outcome of a statement.

use std::fmt;

use aro_abi::HostPath;
use serde_json::Value;

use super::abridged::abridged;
use crate::plugin::{Event, Reply, ReplyError};
use crate::statement::Unsupported;

/// A recorded call into a plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedCall {
    /// The plugin's name in the host.
    pub plugin: String,
    /// The C function, such as `aro_plugin_execute`.
    pub function: &'static str,
    /// The arguments, byte for byte.
    pub arguments: Vec<String>,
    /// The reply; `None` for NULL and for functions that return nothing. Invalid UTF-8 is replaced
    /// by U+FFFD, as in the hosts.
    pub reply: Option<String>,
}

/// What a statement throws: it has no effect, and the program ends unless it handles the error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Thrown {
    /// The message of the real host.
    pub message: String,
    /// The plugin's reply, if there was one.
    pub reply: Option<String>,
    pub(crate) cause: Cause,
}

/// What threw, which decides what the interpreter prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// A verb. The interpreter prints the statement, and not the message.
    Verb,
    /// An expression. It prints `Error: ` and the message.
    Expression,
    /// The head of a loop or a `match`. It prints `Runtime error: ` and the message.
    Block,
    /// The testkit does not know what the real host does.
    Unsupported(Unsupported),
}

impl Thrown {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), reply: None, cause: Cause::Verb }
    }

    pub(crate) fn of(message: impl Into<String>, reply: &str) -> Self {
        Self { reply: Some(reply.to_owned()), ..Self::new(message) }
    }

    pub(crate) fn expression(message: impl Into<String>) -> Self {
        Self { cause: Cause::Expression, ..Self::new(message) }
    }

    pub(crate) fn block(message: impl Into<String>) -> Self {
        Self { cause: Cause::Block, ..Self::new(message) }
    }

    pub(crate) fn unsupported(construct: Unsupported) -> Self {
        Self { cause: Cause::Unsupported(construct), ..Self::new(construct.to_string()) }
    }

    pub(crate) fn is_unsupported(&self) -> bool {
        matches!(self.cause, Cause::Unsupported(_))
    }
}

impl fmt::Display for Thrown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// The outcome of a statement on one host path.
///
/// [`assert_value!`](crate::assert_value), [`assert_error!`](crate::assert_error) and
/// [`assert_events!`](crate::assert_events) check it; the methods are for everything else.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub(crate) path: HostPath,
    pub(crate) statement: String,
    pub(crate) ended: Result<Option<Value>, Thrown>,
    pub(crate) calls: Vec<RecordedCall>,
    pub(crate) events: Vec<Event>,
    pub(crate) logged: Option<String>,
    /// Whether `Log` wrote to the standard error stream.
    pub(crate) logged_as_error: bool,
    /// What `Return` shows, by lines.
    pub(crate) returned: Option<Vec<String>>,
    pub(crate) notes: Vec<String>,
}

impl Outcome {
    pub(crate) fn new(path: HostPath, statement: impl Into<String>) -> Self {
        let statement = statement.into();
        Self {
            path,
            statement,
            ended: Ok(None),
            calls: vec![],
            events: vec![],
            logged: None,
            logged_as_error: false,
            returned: None,
            notes: vec![],
        }
    }

    /// The host path.
    #[must_use]
    pub fn path(&self) -> HostPath {
        self.path
    }

    /// The statement.
    #[must_use]
    pub fn statement(&self) -> &str {
        &self.statement
    }

    /// The value of the statement's result, as the program has it ([ABI, section
    /// 5](aro_abi::reference#5-replies-of-actions-and-services)). `None` if the statement threw, if
    /// its `when` did not hold, or if it has no result, as `Emit` and `Log`.
    #[must_use]
    pub fn value(&self) -> Option<&Value> {
        self.ended.as_ref().ok()?.as_ref()
    }

    /// What the statement threw, if it did.
    #[must_use]
    pub fn thrown(&self) -> Option<&Thrown> {
        self.ended.as_ref().err()
    }

    /// The failure that the plugin reported, whether the host bound it as a value or threw it.
    #[must_use]
    pub fn error(&self) -> Option<ReplyError> {
        let read = |text: String| Reply::new("the reply".to_owned(), text.into_bytes()).error();
        match &self.ended {
            Ok(value) => read(value.as_ref()?.to_string()),
            Err(thrown) => read(thrown.reply.clone()?),
        }
    }

    /// The calls into plugins, in order: those of the statement, and those that loaded a plugin for
    /// it.
    #[must_use]
    pub fn calls(&self) -> &[RecordedCall] {
        &self.calls
    }

    /// The events that were published.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The output of a `Log` statement, without the name of the feature set that the interpreter
    /// writes before it.
    #[must_use]
    pub fn logged(&self) -> Option<&str> {
        self.logged.as_deref()
    }

    /// What the host did silently and a plugin author may want to know: for example, that no plugin
    /// has a qualifier.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }
}

/// Everything that a failed assertion shows. Of an envelope, the copy under `_with` is left out;
/// [`Outcome::calls`] has it whole.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.statement)?;
        for RecordedCall { function, arguments, reply, .. } in &self.calls {
            let reply = reply.as_ref().map_or_else(String::new, |reply| format!(" -> {}", abridged(reply)));
            let arguments: Vec<String> = arguments.iter().map(|argument| abridged(argument)).collect();
            write!(f, "\n  called {function}({}){reply}", arguments.join(", "))?;
        }
        for note in &self.notes {
            write!(f, "\n  note: {note}")?;
        }
        match &self.ended {
            Ok(Some(value)) => write!(f, "\n  bound {value}"),
            Ok(None) => write!(f, "\n  bound nothing"),
            Err(thrown) => write!(f, "\n  threw {thrown}"),
        }
    }
}

/// What became of a whole program.
///
/// [`Host::run_application`](crate::Host::run_application) returns one.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ApplicationOutcome {
    /// The lines that the program and the host wrote to the standard output stream.
    pub output: Vec<String>,
    /// The lines that they wrote to the standard error stream: `Log` to the error console, warnings
    /// of the host, and failures of event handlers. The interpreter writes the time before
    /// warnings and failures; here it is left out.
    pub errors: Vec<String>,
    /// The exit status of the process.
    pub exit_status: i32,
    /// The statements, in the order in which they ended.
    pub statements: Vec<Outcome>,
    /// What ended the program, if anything was thrown.
    pub thrown: Option<Thrown>,
}

impl ApplicationOutcome {
    /// The calls into plugins, in order.
    pub fn calls(&self) -> impl Iterator<Item = &RecordedCall> {
        self.statements.iter().flat_map(Outcome::calls)
    }

    /// The events that the program and its plugins published, in order.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.statements.iter().flat_map(Outcome::events)
    }

    /// The [notes](Outcome::notes) of all statements.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.statements.iter().flat_map(|outcome| outcome.notes().iter().map(String::as_str))
    }
}

/// What a failed assertion shows: the streams, and every statement.
impl fmt::Display for ApplicationOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit status {}", self.exit_status)?;
        self.output.iter().try_for_each(|line| writeln!(f, "  output: {line}"))?;
        self.errors.iter().try_for_each(|line| writeln!(f, "  error: {line}"))?;
        self.statements.iter().try_for_each(|outcome| writeln!(f, "{outcome}"))
    }
}

impl ApplicationOutcome {
    pub(super) fn new() -> Self {
        Self { output: Vec::new(), errors: Vec::new(), exit_status: 0, statements: Vec::new(), thrown: None }
    }

    pub(super) fn print(&mut self, text: &str) {
        self.output.extend(text.split('\n').map(str::to_owned));
    }
}
