//! Libraries of other systems, linked by rustc's own linker from object files that the test writes,
//! since no compiler for those systems is installed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use aro_host_testkit::{LoadError, Plugin, Symbols};
use object::write::{Object, Relocation, StandardSection, Symbol, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, RelocationEncoding, RelocationFlags, RelocationKind, SymbolFlags,
    SymbolKind, SymbolScope,
};
use tempfile::{TempDir, tempdir};

const NAMES: [&str; 4] = ["aro_plugin_info", "aro_plugin_free", "aro_plugin_execute", "helper"];

/// An object file with functions of these names, and a pointer to the last one.
fn object_file(format: BinaryFormat, architecture: Architecture) -> Vec<u8> {
    let mut file = Object::new(format, architecture, Endianness::Little);
    let text = file.section_id(StandardSection::Text);
    let mut last = None;
    for name in NAMES {
        let symbol = file.add_symbol(Symbol {
            name: name.into(),
            value: 0,
            size: 0,
            kind: SymbolKind::Text,
            scope: SymbolScope::Dynamic,
            weak: false,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        });
        file.add_symbol_data(symbol, text, &[0; 16], 16);
        last = Some(symbol);
    }
    let data = file.section_id(StandardSection::Data);
    let offset = file.append_section_data(data, &[0; 8], 8);
    let flags =
        RelocationFlags::Generic { kind: RelocationKind::Absolute, encoding: RelocationEncoding::Generic, size: 64 };
    file.add_relocation(data, Relocation { offset, symbol: last.unwrap(), addend: 0, flags }).unwrap();
    file.write().unwrap()
}

/// `None`, with a message, if rustc was installed without its linker.
fn linked(dir: &TempDir, flavor: &str, object: &[u8], arguments: &[&str]) -> Option<PathBuf> {
    let rustc = || Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let said = |what: &str| {
        let output = rustc().args(["--print", what]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let tools = Path::new(&said("sysroot")).join("lib/rustlib").join(said("host-tuple")).join("bin");
    let linker = tools.join(format!("rust-lld{}", std::env::consts::EXE_SUFFIX));
    if !linker.is_file() {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {}", linker.display());
        return None;
    }
    fs::write(dir.path().join("in.o"), object).unwrap();
    let mut command = Command::new(linker);
    let output = command.args(["-flavor", flavor]).args(arguments).current_dir(dir.path()).output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(dir.path().join("library"))
}

fn mach_o(dir: &TempDir, more: &[&str]) -> Option<PathBuf> {
    let object = object_file(BinaryFormat::MachO, Architecture::Aarch64);
    let mut arguments = vec!["-dylib", "-arch", "arm64", "-platform_version", "macos", "11.0", "11.0"];
    arguments.extend(["-undefined", "dynamic_lookup", "-o", "library", "in.o"]);
    arguments.extend(more);
    linked(dir, "darwin", &object, &arguments)
}

fn pe(dir: &TempDir) -> Option<PathBuf> {
    let object = object_file(BinaryFormat::Coff, Architecture::X86_64);
    let exports = NAMES.map(|name| format!("/export:{name}"));
    let mut arguments = vec!["/dll", "/noentry", "/machine:x64", "/out:library", "in.o"];
    arguments.extend(exports.iter().map(String::as_str));
    linked(dir, "link", &object, &arguments)
}

fn names() -> BTreeSet<String> {
    NAMES.map(str::to_owned).into()
}

#[test]
fn the_exports_of_a_mac_library_are_read_without_their_underscore() {
    let dir = tempdir().unwrap();
    let Some(library) = mach_o(&dir, &[]) else { return };
    let symbols = Symbols::read(library).unwrap();
    assert_eq!(*symbols.exports(), names());
    assert!(symbols.references_to_own_exports().is_empty(), "names are looked up in the library that was linked");
}

#[test]
fn of_a_universal_mac_library_one_part_is_read() {
    const BEGINS: usize = 0x4000;
    let dir = tempdir().unwrap();
    let Some(library) = mach_o(&dir, &[]) else { return };
    let part = fs::read(library).unwrap();
    // One part, for 64-bit Arm, at this position, of this length, aligned to 2^14.
    let header: [u32; 7] = [0xcafe_babe, 1, 0x0100_000c, 0, BEGINS as u32, part.len() as u32, 14];
    let mut universal: Vec<u8> = header.iter().flat_map(|number| number.to_be_bytes()).collect();
    universal.resize(BEGINS, 0);
    universal.extend(part);
    let path = dir.path().join("universal");
    fs::write(&path, universal).unwrap();
    assert_eq!(*Symbols::read(path).unwrap().exports(), names());
}

#[test]
fn a_mac_library_with_one_name_space_looks_up_all_of_its_names() {
    let dir = tempdir().unwrap();
    let Some(library) = mach_o(&dir, &["-flat_namespace"]) else { return };
    assert_eq!(*Symbols::read(library).unwrap().references_to_own_exports(), names());
}

#[test]
fn the_exports_of_a_windows_library_are_read() {
    let dir = tempdir().unwrap();
    let Some(library) = pe(&dir) else { return };
    let symbols = Symbols::read(library).unwrap();
    assert_eq!(*symbols.exports(), names());
    assert!(symbols.references_to_own_exports().is_empty(), "names belong to their library");
}

#[test]
fn a_library_of_another_system_is_named_as_such() {
    let (mac, windows) = (tempdir().unwrap(), tempdir().unwrap());
    for (library, says, here) in [
        (mach_o(&mac, &[]), "Mach-O (macOS) for aarch64", cfg!(target_vendor = "apple")),
        (pe(&windows), "PE (Windows) for x86_64", cfg!(windows)),
    ] {
        let Some(library) = library.filter(|_| !here) else { continue };
        let error = Plugin::open(library).unwrap_err();
        assert!(matches!(&error, LoadError::ForeignLibrary { found, .. } if found == says), "{error}");
    }
}
