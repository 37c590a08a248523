//! `cargo aro`; see the library of this package.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    cargo_aro::run(std::env::args_os())
}
