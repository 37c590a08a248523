//! Small libraries of each format, which rustc's own linker makes of object files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use object::write::{Object, StandardSection, Symbol, SymbolSection};
use object::{Architecture, BinaryFormat, Endianness, SymbolFlags, SymbolKind, SymbolScope};

use crate::Seeds;

pub(crate) fn seeds() -> Result<Seeds, Box<dyn std::error::Error>> {
    let mut seeds = Seeds::default();
    let formats: [(&str, BinaryFormat, Architecture, &[&str]); 6] = [
        (
            "gnu",
            BinaryFormat::Elf,
            Architecture::X86_64,
            &["-shared", "-n", "--hash-style=gnu", "-o", "library", "in.o"],
        ),
        (
            "gnu",
            BinaryFormat::Elf,
            Architecture::X86_64,
            &["-shared", "-n", "--hash-style=sysv", "-o", "library", "in.o"],
        ),
        ("gnu", BinaryFormat::Elf, Architecture::I386, &["-shared", "-n", "-z", "nodelete", "-o", "library", "in.o"]),
        (
            "darwin",
            BinaryFormat::MachO,
            Architecture::X86_64,
            &["-dylib", "-arch", "x86_64", "-platform_version", "macos", "11.0", "11.0", "-o", "library", "in.o"],
        ),
        (
            "link",
            BinaryFormat::Coff,
            Architecture::X86_64,
            &[
                "/dll",
                "/noentry",
                "/machine:x64",
                "/export:aro_plugin_info",
                "/export:aro_plugin_free",
                "/out:library",
                "in.o",
            ],
        ),
        ("", BinaryFormat::Elf, Architecture::Aarch64, &[]),
    ];
    let folder = env::temp_dir().join(format!("fuzz-seeds-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    for (flavor, format, architecture, arguments) in formats {
        let object = object_file(format, architecture)?;
        seeds.add(&[&object]);
        if let Some(library) = linked(&folder, flavor, &object, arguments)? {
            seeds.add(&[&library]);
            if format == BinaryFormat::MachO {
                seeds.add(&[&universal(&library)]);
            }
        }
    }
    fs::remove_dir_all(folder)?;
    seeds.add(&[b"!<arch>\n"]);
    seeds.add(&[b"\0asm\x01\0\0\0"]);
    Ok(seeds)
}

/// A universal library with this one alone, for x86-64.
fn universal(library: &[u8]) -> Vec<u8> {
    const HEADER: u32 = 28;
    let length = u32::try_from(library.len()).unwrap_or(u32::MAX);
    let header: [u32; 7] = [0xcafe_babe, 1, 0x0100_0007, 3, HEADER, length, 0];
    let mut universal: Vec<u8> = header.iter().flat_map(|number| number.to_be_bytes()).collect();
    universal.extend(library);
    universal
}

fn object_file(format: BinaryFormat, architecture: Architecture) -> Result<Vec<u8>, object::write::Error> {
    let mut file = Object::new(format, architecture, Endianness::Little);
    let text = file.section_id(StandardSection::Text);
    for (name, weak) in [("aro_plugin_info", false), ("aro_plugin_free", false), ("_ZN1aE", true)] {
        let symbol = file.add_symbol(Symbol {
            name: name.into(),
            value: 0,
            size: 0,
            kind: SymbolKind::Text,
            scope: SymbolScope::Dynamic,
            weak: weak && format == BinaryFormat::Elf,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        });
        file.add_symbol_data(symbol, text, &[0; 4], 4);
    }
    file.write()
}

/// `None` if rustc was installed without its linker, or the linker refuses.
fn linked(
    folder: &Path,
    flavor: &str,
    object: &[u8],
    arguments: &[&str],
) -> Result<Option<Vec<u8>>, Box<dyn std::error::Error>> {
    let said = |what: &str| -> Result<String, Box<dyn std::error::Error>> {
        let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        Ok(String::from_utf8(Command::new(rustc).args(["--print", what]).output()?.stdout)?.trim().to_owned())
    };
    let tools = PathBuf::from(said("sysroot")?).join("lib/rustlib").join(said("host-tuple")?).join("bin");
    let linker = tools.join(format!("rust-lld{}", env::consts::EXE_SUFFIX));
    if flavor.is_empty() || !linker.is_file() {
        return Ok(None);
    }
    fs::write(folder.join("in.o"), object)?;
    let done = Command::new(linker).args(["-flavor", flavor]).args(arguments).current_dir(folder).output()?;
    if !done.status.success() {
        eprintln!("the linker refuses {flavor}: {}", String::from_utf8_lossy(&done.stderr));
        return Ok(None);
    }
    Ok(Some(fs::read(folder.join("library"))?))
}
