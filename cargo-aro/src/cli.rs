//! The command line: global options, the list of commands, and what happens around a command.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};

use crate::commands;
use crate::error::Error;
use crate::files;
use crate::output::Output;
use crate::worker;

/// What cargo starts is `cargo-aro aro <arguments>`.
#[derive(Parser)]
#[command(name = "cargo", bin_name = "cargo", disable_help_subcommand = true)]
enum Cargo {
    Aro(Aro),
}

/// Makes, builds, checks and installs ARO plugins that are written in Rust.
#[derive(clap::Args)]
#[command(version, arg_required_else_help = true, after_help = EXAMPLES)]
struct Aro {
    /// Print only results, warnings and errors
    #[arg(short, long, global = true, display_order = 990)]
    quiet: bool,

    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 991)]
    color: Color,

    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro new slugs             make a plugin
  cargo aro build --release       build it, and write its plugin.yaml
  cargo aro install ../my-app     put it where `aro run ../my-app` loads it";

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

/// One file in `commands` for each.
#[derive(Subcommand)]
enum Command {
    New(commands::new::Args),
    Init(commands::init::Args),
    Build(commands::build::Args),
    Inspect(commands::inspect::Args),
    Call(commands::call::Args),
    Run(commands::run::Args),
    Repl(commands::repl::Args),
    Check(commands::check::Args),
    Docs(commands::docs::Args),
    Install(commands::install::Args),
    Uninstall(commands::uninstall::Args),
    Static(commands::static_library::Args),
    Header(commands::header::Args),
    Completions(commands::completions::Args),
}

impl Command {
    /// Runs the command, and returns the exit status.
    fn run(&self, output: &Output) -> Result<u8, Error> {
        match self {
            Self::Repl(args) => return commands::repl::run(args, output),
            Self::Run(args) => return commands::run::run(args, output),
            Self::New(args) => commands::new::run(args, output),
            Self::Init(args) => commands::init::run(args, output),
            Self::Build(args) => commands::build::run(args, output),
            Self::Call(args) => commands::call::run(args, output),
            Self::Docs(args) => commands::docs::run(args, output),
            Self::Check(args) => commands::check::run(args, output),
            Self::Inspect(args) => commands::inspect::run(args, output),
            Self::Install(args) => commands::install::run(args, output),
            Self::Uninstall(args) => commands::uninstall::run(args, output),
            Self::Static(args) => commands::static_library::run(args, output),
            Self::Header(args) => commands::header::run(args, output),
            Self::Completions(args) => commands::completions::run(args, &mut Cargo::command(), output),
        }
        .map(|()| 0)
    }
}

/// Runs the command line `arguments`, the first of which is the program's name, and returns the
/// exit status: 0, 1 after an error, 2 if the arguments are wrong, 130 after an interruption; for
/// `run`, that of the program.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if let [_, flag, request] = &arguments[..]
        && flag == worker::FLAG
    {
        return commands::worker::serve(Path::new(request));
    }
    let Cargo::Aro(aro) = match Cargo::try_parse_from(as_cargo_starts_it(arguments)) {
        Ok(cargo) => cargo,
        Err(error) => {
            // If the stream is closed, nobody reads the message.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match aro.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    files::remove_on_interrupt();
    let output = Output::new(aro.quiet);
    // The testkit makes temporary files there. Without the folder, they are where the system's are.
    let _ = files::work_folder();
    let ended = aro.command.run(&output);
    files::remove_work_folder();
    match ended {
        Ok(status) => ExitCode::from(status),
        Err(error) if error.is_interruption() => ExitCode::from(files::INTERRUPTED),
        Err(error) => {
            output.error(&error);
            ExitCode::FAILURE
        }
    }
}

/// Adds the word `aro`, if the program was not started by cargo.
fn as_cargo_starts_it(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.get(1).is_none_or(|word| word != "aro") {
        arguments.insert(1.min(arguments.len()), "aro".into());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_consistent() {
        Cargo::command().debug_assert();
    }

    #[test]
    fn the_program_may_be_started_by_cargo_or_by_its_own_name() {
        let words = |words: &[&str]| as_cargo_starts_it(words.iter().map(OsString::from));
        assert_eq!(words(&["cargo-aro", "aro", "build"]), ["cargo-aro", "aro", "build"]);
        assert_eq!(words(&["cargo-aro", "build"]), ["cargo-aro", "aro", "build"]);
        assert_eq!(words(&["cargo-aro"]), ["cargo-aro", "aro"]);
        assert_eq!(words(&[]), ["aro"]);
    }

    #[test]
    fn each_command_shows_an_example_in_its_help() {
        let cargo = Cargo::command();
        let aro = cargo.find_subcommand("aro").expect("the command `aro`");
        for command in aro.get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Examples:\n  cargo aro "), "{}: {help}", command.get_name());
        }
    }
}
