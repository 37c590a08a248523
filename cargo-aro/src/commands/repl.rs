//! `cargo aro repl`.

use std::io::IsTerminal;
use std::path::Path;

use aro_host_testkit::{Host, HostPath};
use serde::{Deserialize, Serialize};

use super::report;
use super::worker::Job as WorkerJob;
use crate::error::Error;
use crate::hosts;
use crate::locate::{self, Located, PluginArgs};
use crate::output::Output;
use crate::prompt::{Entry, Prompt, Vocabulary};
use crate::schema;
use crate::worker::{self, Failure, Surroundings};

/// Type statements of ARO, and see what they do
///
/// Each statement ends with a full stop, and its result stays bound for the next ones. TAB
/// completes verbs, prepositions, variables and qualifiers. `:help` lists what else there is.
/// Statements may also come by a pipe; then the exit status is 1 if one of them failed.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The host: eager, lazy, legacy-managed, legacy-dylib or compiled; without it, as plugin.yaml
    /// says
    #[arg(long, value_name = "HOST", value_parser = hosts::parse_path)]
    host: Option<HostPath>,

    #[command(flatten)]
    plugin: PluginArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro repl
  cargo aro repl --plugin ../my-app/Plugins/csv
  echo 'Greet the <greeting> from \"Ada\".' | cargo aro repl --quiet";

const COMMANDS: [(&str, &str); 7] = [
    (":help", "this list"),
    (":verbs", "what programs can use of the plugin"),
    (":vars", "the variables"),
    (":reload", "build the plugin and load it again; the variables stay"),
    (":host NAME", "load the plugin into another host; the variables stay"),
    (":trace", "show what the host sends to the plugin, or no longer"),
    (":quit", "end, as Ctrl-D does"),
];

/// The worker's part.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Job {
    located: Located,
    /// What is built and located again by `:reload`.
    plugin: PluginArgs,
    host: String,
}

/// Returns the exit status.
pub(crate) fn run(args: &Args, output: &Output) -> Result<u8, Error> {
    let located = locate::plugin(&args.plugin, output)?;
    let path = args.host.map_or_else(|| hosts::usual_path(&located), Ok)?;
    let job = WorkerJob::Repl(Job { located, plugin: args.plugin.clone(), host: path.name().to_owned() });
    loop {
        match worker::run::<_, u8>(&job, Surroundings::Terminal, *output) {
            Ok(status) => return Ok(status),
            Err(Failure::Error(error)) => return Err(error),
            Err(Failure::Ended(ended)) if std::io::stdin().is_terminal() => {
                output.error(&ended.error("it was called"));
                output.note("the plugin is loaded again; the variables are lost");
            }
            Err(Failure::Ended(ended)) => return Err(ended.error("it was called")),
        }
    }
}

/// A session at the prompt.
struct Session<'o> {
    output: &'o Output,
    located: Located,
    plugin: PluginArgs,
    path: HostPath,
    host: Host<'static>,
    trace: bool,
}

/// Reads statements and runs them.
pub(super) fn work(job: &Job, output: &Output) -> Result<u8, Error> {
    let path = hosts::parse_path(&job.host).map_err(Error::new)?;
    let host = hosts::load(&job.located, path, true)?;
    let (located, plugin) = (job.located.clone(), job.plugin.clone());
    let mut session = Session { output, located, plugin, path, host, trace: false };
    let mut prompt = Prompt::new()?;
    if prompt.is_terminal() {
        let names = session.host.plugin_names().join(", ");
        output.status("Loaded", format_args!("`{names}` into the {path} host; `:help` lists the commands"));
    }
    let mut failed = false;
    loop {
        match prompt.read(session.vocabulary())? {
            Entry::End => break,
            Entry::Cancelled => output.note("Ctrl-D or `:quit` ends"),
            Entry::Text(text) => match text.trim().strip_prefix(':') {
                Some(command) if matches!(command.trim(), "quit" | "q" | "exit") => break,
                Some(command) => session.command(command.trim()).unwrap_or_else(|error| {
                    output.error(&error);
                    failed = true;
                }),
                None => failed |= !session.statements(&text),
            },
        }
    }
    // As a host does at its end.
    session.unload();
    Ok(u8::from(failed && !prompt.is_terminal()))
}

impl Session<'_> {
    /// Runs statements, and returns whether all went well.
    fn statements(&self, text: &str) -> bool {
        let outcomes = match self.host.run_program(text, ()) {
            Ok(outcomes) => outcomes,
            Err(error) => {
                let mut error = hosts::run_error(&error, Path::new("the input"), text);
                if text.trim_start().starts_with('(') {
                    error = error.help("only statements can be typed here; `cargo aro run` runs feature sets");
                }
                self.output.error(&error);
                return false;
            }
        };
        let mut is_good = true;
        for outcome in &outcomes {
            report::show(outcome, self.trace, *self.output);
            if let Some(failure) = report::failure(outcome) {
                self.output.error(&failure);
                is_good = false;
            }
        }
        is_good
    }

    fn command(&mut self, command: &str) -> Result<(), Error> {
        let (name, argument) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        match (name, argument.trim()) {
            ("help" | "h" | "?", _) => {
                let mut table = crate::output::Table::default();
                for (command, what) in COMMANDS {
                    table.row([command.to_owned(), what.to_owned()]);
                }
                self.output.result(table);
            }
            ("verbs", _) => {
                let words = self.vocabulary();
                let own = words.verbs.iter().filter(|verb| !OWN_VERBS.contains(&verb.as_str())).cloned();
                own.chain(words.specifiers).for_each(|word| self.output.result(word));
            }
            ("vars", _) => {
                for (name, value) in self.host.variables() {
                    self.output.result(format_args!("{name} = {value}"));
                }
            }
            ("trace", _) => {
                self.trace = !self.trace;
                self.output.note(if self.trace { "calls are shown" } else { "calls are not shown" });
            }
            ("reload", "") => {
                // If it does not build, the old one stays.
                self.located = locate::plugin(&self.plugin, self.output)?;
                self.load(self.path)?;
            }
            ("host", "") => self.output.result(self.path),
            ("host", name) => {
                self.load(hosts::parse_path(name).map_err(|error| Error::new(error).help("write `:host lazy`"))?)?
            }
            _ => {
                return Err(Error::new(format!("there is no command `:{command}`")).help("`:help` lists the commands"));
            }
        }
        Ok(())
    }

    /// Loads the plugin again. It is unloaded before, since it may hold what it needs alone.
    fn load(&mut self, path: HostPath) -> Result<(), Error> {
        let variables = self.host.variables();
        self.unload();
        self.host = hosts::load(&self.located, path, true)?;
        self.path = path;
        // No statement: only the variables are bound.
        let _ = self.host.run_program("", variables);
        let names = self.host.plugin_names().join(", ");
        self.output.status("Loaded", format_args!("`{names}` into the {path} host"));
        Ok(())
    }

    fn unload(&mut self) {
        for name in self.host.plugin_names() {
            // A name that is listed is there.
            let _ = self.host.unload(&name);
        }
    }

    fn vocabulary(&self) -> Vocabulary {
        let mut words = Vocabulary {
            verbs: OWN_VERBS.map(str::to_owned).to_vec(),
            prepositions: PREPOSITIONS.map(str::to_owned).to_vec(),
            variables: self.host.variables().into_iter().map(|(name, _)| name).collect(),
            specifiers: Vec::new(),
            commands: COMMANDS.map(|(command, _)| command.split(' ').next().unwrap_or(command).to_owned()).to_vec(),
        };
        let manifest = self.located.manifest().ok().flatten();
        for name in self.host.plugin_names() {
            let Ok(info) = self.host.info(&name) else { continue };
            let handle = manifest.as_ref().map_or(info.handle.as_deref(), |manifest| manifest.stated_handle());
            for verb in info.actions.iter().flat_map(schema::verbs) {
                words.verbs.extend(handle.map(|handle| schema::written_verb(Some(handle), &verb)));
                words.verbs.push(schema::written_verb(None, &verb));
            }
            let namespace = schema::namespace(&info, handle);
            words.specifiers.extend(info.qualifiers.iter().map(|one| format!("{namespace}.{}", one.name)));
            words.specifiers.extend(info.services.iter().flat_map(|service| service.methods.clone()));
            words.variables.extend(info.services.iter().map(|service| service.name.clone()));
        }
        words
    }
}

/// Verbs of ARO's own that the testkit runs.
const OWN_VERBS: [&str; 7] = ["Call", "Compute", "Create", "Emit", "Extract", "Log", "Return"];

const PREPOSITIONS: [&str; 11] = ["from", "for", "against", "to", "into", "via", "with", "on", "at", "by", "the"];
