//! Inspects libraries for macOS: `cargo run -p aro-tests --example macos -- FOLDER LIBRARY...`.
//!
//! A library has to export what the Linux library of the same name in FOLDER exports, look none of
//! it up by name, take all that it needs from macOS' own library, and have an install name. Prints
//! a line for each library. Ends with status 1 if one is not so.

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use aro_host_testkit::Symbols;
use object::endian::Endianness;
use object::macho::MachHeader64;
use object::read::macho::{LoadCommandVariant, MachHeader as _};
use object::{Object as _, read::NameOrOrdinal};

/// The library in which macOS has C's functions and its own.
const SYSTEM: &str = "/usr/lib/libSystem.B.dylib";

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let Some(linux) = arguments.next() else {
        eprintln!("expected a folder with libraries for Linux and then the libraries for macOS");
        return ExitCode::FAILURE;
    };
    let mut all_sound = true;
    for library in arguments {
        match inspect(&library, &linux.join(library.with_extension("so").file_name().unwrap_or_default())) {
            Ok(found) => println!("{}: {found}", library.display()),
            Err(error) => {
                all_sound = false;
                println!("{}: WRONG: {error}", library.display());
            }
        }
    }
    if all_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn inspect(library: &Path, for_linux: &Path) -> Result<String, Box<dyn Error>> {
    let symbols = Symbols::read(library)?;
    let expected = Symbols::read(for_linux)?;
    if symbols.exports() != expected.exports() {
        let difference: Vec<_> = symbols.exports().symmetric_difference(expected.exports()).collect();
        return Err(format!("the exports differ from those of {}: {difference:?}", for_linux.display()).into());
    }
    if !symbols.references_to_own_exports().is_empty() {
        return Err(format!("it looks up its own exports: {:?}", symbols.references_to_own_exports()).into());
    }
    let bytes = std::fs::read(library)?;
    let mut imports = 0;
    for import in object::File::parse(bytes.as_slice())?.imports()? {
        let import = import?;
        let from = String::from_utf8_lossy(import.library());
        if from != SYSTEM {
            let NameOrOrdinal::Name(name) = import.name() else { continue };
            return Err(format!("it looks up `{}` in {from:?}", String::from_utf8_lossy(name)).into());
        }
        imports += 1;
    }
    let name = install_name(&bytes)?.ok_or("it has no install name")?;
    if Path::new(&name).file_name() != library.file_name() {
        return Err(format!("its install name is {name}").into());
    }
    Ok(format!("{} exports, {imports} imports from libSystem, install name {name}", symbols.exports().len()))
}

fn install_name(bytes: &[u8]) -> Result<Option<String>, object::Error> {
    let header = MachHeader64::<Endianness>::parse(bytes, 0)?;
    let endian = header.endian()?;
    let mut commands = header.load_commands(endian, bytes, 0)?;
    while let Some(command) = commands.next()? {
        if let LoadCommandVariant::IdDylib(id) = command.variant()? {
            let name = command.string(endian, id.dylib.name)?;
            return Ok(Some(String::from_utf8_lossy(name).into_owned()));
        }
    }
    Ok(None)
}
