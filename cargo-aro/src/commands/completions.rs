//! `cargo aro completions`.

use clap::Command;
use clap_complete::Shell;

use crate::error::Error;
use crate::output::Output;

/// Print a script that completes `cargo aro` in a shell
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro completions bash > ~/.local/share/bash-completion/completions/cargo-aro
  cargo aro completions fish > ~/.config/fish/conf.d/cargo-aro.fish
  cargo aro completions zsh > ~/.zfunc/_cargo-aro

In fish and zsh `cargo aro` is completed, in the other shells `cargo-aro`, which is the same program.";

/// `cargo` is the definition of the whole command line.
pub(crate) fn run(args: &Args, cargo: &mut Command, output: &Output) -> Result<(), Error> {
    let mut script = Vec::new();
    if args.shell == Shell::Fish {
        // Fish adds these to its completions of cargo. Zsh calls `_cargo-aro` for `cargo aro`.
        clap_complete::generate(args.shell, cargo, "cargo", &mut script);
    }
    let aro = cargo.find_subcommand("aro").cloned().unwrap_or_default();
    clap_complete::generate(args.shell, &mut aro.name("cargo-aro").bin_name("cargo-aro"), "cargo-aro", &mut script);
    output.result(String::from_utf8_lossy(&script).trim_end());
    Ok(())
}
