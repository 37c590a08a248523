//! Writes the C header of a library with typed functions:
//! `cargo run -p aro-host-testkit --example header -- target/release/libgeometry.so > geometry.h`.
//!
//! With `--declarations` before the path it writes the bare declarations, which foreign function
//! interfaces such as cffi parse. Without a path it takes the library of `examples/geometry`.

use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use aro_host_testkit::header::TypedExports;
use aro_host_testkit::{TypedLibrary, build_cdylib};

fn main() -> Result<(), Box<dyn Error>> {
    let (options, paths): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let bare = match options.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--declarations"] => true,
        _ => return Err(format!("unknown option in {options:?}: expected `--declarations`, or none").into()),
    };
    let path = match &paths[..] {
        [] => build_cdylib(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/geometry"))?,
        [path] => PathBuf::from(path),
        _ => return Err(format!("expected one library, got {paths:?}").into()),
    };
    let library = TypedLibrary::open(path)?;
    let exports = TypedExports::of(&library)?;
    let text = if bare { exports.declarations() } else { exports.c_header() };
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
