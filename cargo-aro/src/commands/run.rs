//! `cargo aro run`.

use std::fs;
use std::path::PathBuf;

use aro_host_testkit::HostPath;
use serde::{Deserialize, Serialize};

use super::report;
use super::worker::Job as WorkerJob;
use crate::error::Error;
use crate::hosts;
use crate::locate::{self, Located, PluginArgs};
use crate::output::{Output, shown};
use crate::worker::{self, Failure, Surroundings};

/// Run a program of ARO with the plugin
///
/// It runs the program as `aro run` does, as far as the testkit knows ARO: plugins' verbs, Call,
/// Compute, Create, Emit, Extract, Log, Return, Sleep, `when`, `for each` and `match`, and event
/// handlers. Anything else is an error with its place. The output appears when the program has
/// ended, and the exit status is that of the program.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The program, or a folder with one file that ends with .aro
    program: PathBuf,

    /// The host: eager, lazy, legacy-managed, legacy-dylib or compiled; without it, as plugin.yaml
    /// says
    #[arg(long, value_name = "HOST", value_parser = hosts::parse_path)]
    host: Option<HostPath>,

    /// Show what the host sends to the plugin, and what the plugin answers
    #[arg(long)]
    trace: bool,

    #[command(flatten)]
    plugin: PluginArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro run ../my-app/main.aro
  cargo aro run main.aro --host compiled
  cargo aro run main.aro --plugin Plugins/csv --trace";

/// The worker's part.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Job {
    located: Located,
    host: String,
    program: PathBuf,
    source: String,
    trace: bool,
}

/// Runs the program, and returns its exit status.
pub(crate) fn run(args: &Args, output: &Output) -> Result<u8, Error> {
    let program = program(&args.program)?;
    let source = fs::read_to_string(&program).map_err(|error| Error::io("read", &program, &error))?;
    let located = locate::plugin(&args.plugin, output)?;
    let path = args.host.map_or_else(|| hosts::usual_path(&located), Ok)?;
    let job = Job { located, host: path.name().to_owned(), program: shown(&program).into(), source, trace: args.trace };
    match worker::run::<_, u8>(&WorkerJob::Run(job), Surroundings::Terminal, *output) {
        Ok(status) => Ok(status),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Ended(ended)) => Err(ended.error("the program ran")),
    }
}

/// The file of the program.
fn program(path: &PathBuf) -> Result<PathBuf, Error> {
    if !path.exists() {
        return Err(Error::new(format!("there is no program `{}`", path.display()))
            .help("pass the path of a file with feature sets, such as `main.aro`"));
    }
    if !path.is_dir() {
        return Ok(path.clone());
    }
    let entries = fs::read_dir(path).map_err(|error| Error::io("read", path, &error))?;
    let is_program = |path: &PathBuf| path.is_file() && path.extension().is_some_and(|extension| extension == "aro");
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(is_program).collect();
    found.sort();
    match &found[..] {
        [program] => Ok(program.clone()),
        [] => Err(Error::new(format!("`{}` has no file that ends with `.aro`", path.display()))
            .help("pass the path of a program")),
        _ => Err(Error::new(format!("`{}` has several files that end with `.aro`", path.display()))
            .help("pass one of them: a program of several files is for `aro run`")),
    }
}

/// Runs the program in this process.
pub(super) fn work(job: &Job, output: &Output) -> Result<u8, Error> {
    let path = hosts::parse_path(&job.host).map_err(Error::new)?;
    let host = hosts::load(&job.located, path, false)?;
    let outcome =
        host.run_application(&job.source).map_err(|error| hosts::run_error(&error, &job.program, &job.source))?;
    if job.trace {
        host.calls().iter().for_each(|call| report::show_call(call, *output));
    }
    report::notes(outcome.notes(), *output);
    // A program that goes on with an error reply often fails later, and elsewhere.
    for statement in &outcome.statements {
        if let (Some(failure), None) = (report::failure(statement), statement.thrown()) {
            output.note(format_args!("`{}`: {failure}", statement.statement()));
        }
    }
    outcome.errors.iter().for_each(|line| output.program_error(line));
    outcome.output.iter().for_each(|line| output.result(line));
    // The block that ARO prints does not tell what the plugin said.
    if let Some(thrown) = outcome.thrown.as_ref().filter(|_| outcome.exit_status != 0) {
        output.note(format_args!("the program ended because: {thrown}"));
    }
    Ok(u8::try_from(outcome.exit_status).unwrap_or(1))
}
