//! The names in a library's file, on any bytes: ELF, Mach-O, PE, and what is none of them.
//!
//! The testkit reads what the dynamic segment of an ELF library tells the loader. The section
//! headers, which the crate `object` reads, describe the same tables to linkers. Of one table both
//! must have the same exports.
//!
//! Whether a file is accepted is another matter for each of the two: the loader needs no section
//! headers, and damaged ones are no reason to refuse a library; linkers need neither the hash table
//! nor the relocations. So it is compared within the testkit only.
#![no_main]

// No function of the testkit gives all that the loader is told, so its source is compiled here.
#[path = "../../host-testkit/src/library/elf.rs"]
mod elf;

use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::sync::LazyLock;

use aro_host_testkit::{LoadError, Symbols};
use elf::ElfNames;
use libfuzzer_sys::fuzz_target;
use object::elf::{
    DT_GNU_HASH, DT_HASH, DT_NULL, DT_STRTAB, DT_SYMTAB, DynamicTag, EM_ALPHA, EM_S390, FileHeader32, FileHeader64,
    PT_LOAD, SHT_DYNSYM,
};
use object::read::elf::{
    Dyn as _, FileHeader, GnuHashTable, HashTable, ProgramHeader as _, SectionHeader as _, Sym as _,
};
use object::{Endianness, FileKind};
use tempfile::NamedTempFile;

/// A file is what the testkit reads.
static FILE: LazyLock<NamedTempFile> = LazyLock::new(|| NamedTempFile::new().expect("a temporary file"));

fuzz_target!(|bytes: &[u8]| {
    let names = elf::names(bytes);
    if let Ok(Some(names)) = &names {
        assert!(names.own_references.is_subset(&names.exports));
        assert!(names.weak.is_subset(&names.exports));
        assert!(names.unique.iter().all(|name| names.weak.contains(name)));
        match FileKind::parse(bytes) {
            Ok(FileKind::Elf32) => compare_with_sections::<FileHeader32<Endianness>>(bytes, names),
            _ => compare_with_sections::<FileHeader64<Endianness>>(bytes, names),
        };
    }
    fs::write(FILE.path(), bytes).expect("the temporary file can be written to");
    match (Symbols::read(FILE.path()), names) {
        (Ok(symbols), Ok(names)) => {
            assert!(symbols.references_to_own_exports().is_subset(symbols.exports()));
            if let Some(names) = names {
                assert_eq!(*symbols.exports(), names.exports);
                assert_eq!(*symbols.references_to_own_exports(), names.own_references);
            }
        }
        (Ok(symbols), Err(error)) => panic!("{symbols:?}, but {error}"),
        // What is no library may have a dynamic segment that can be read.
        (Err(LoadError::NotALibrary { reason, .. }), Ok(Some(_))) => {
            assert!(!reason.contains("its symbols cannot be read"), "{reason}");
        }
        (Err(error), _) => assert!(matches!(error, LoadError::NotALibrary { .. }), "{error}"),
    }
});

/// The numbers of the ELF specification.
const GLOBAL: u8 = 1;
const WEAK: u8 = 2;
const UNIQUE: u8 = 10;
const VISIBLE: [u8; 2] = [0, 3];
const UNDEFINED: u16 = 0;

/// Compares with the exports in the section of the dynamic symbols, if it has the tables that the
/// dynamic segment has. `None` if it has not, or if a name is outside of its section: the segment
/// is larger.
fn compare_with_sections<Elf: FileHeader<Endian = Endianness>>(file: &[u8], names: &ElfNames) -> Option<()> {
    let header = Elf::parse(file).ok()?;
    let endian = header.endian().ok()?;
    let sections = header.sections(endian, file).ok()?;
    let table = sections.symbols(endian, file, SHT_DYNSYM).ok()?;
    for (index, tag) in [(table.section(), DT_SYMTAB), (table.string_section(), DT_STRTAB)] {
        let section = sections.section(index).ok()?;
        if place_in_segments(header, endian, file, tag)?.start != section.sh_offset(endian).into() {
            return None;
        }
    }
    let count = symbol_count(header, endian, file)?;
    let [mut exports, mut weak] = [BTreeSet::new(), BTreeSet::new()];
    let mut unique = Vec::new();
    for symbol in table.iter().take(count) {
        let (binding, visibility) = (symbol.st_info().0 >> 4, symbol.st_other().0 & 3);
        let is_defined = symbol.st_shndx(endian).0 != UNDEFINED;
        if ![GLOBAL, WEAK, UNIQUE].contains(&binding) || !VISIBLE.contains(&visibility) || !is_defined {
            continue;
        }
        let name = String::from_utf8_lossy(table.symbol_name(endian, symbol).ok()?).into_owned();
        if binding != GLOBAL {
            weak.insert(name.clone());
        }
        if binding == UNIQUE {
            unique.push(name.clone());
        }
        exports.insert(name);
    }
    if count <= table.len() {
        assert_eq!((&names.exports, &names.weak, &names.unique), (&exports, &weak, &unique));
    } else {
        // The section ends before the table does.
        assert!(exports.is_subset(&names.exports), "{names:?} lack some of {exports:?}");
        assert!(weak.is_subset(&names.weak), "{names:?} lack some of {weak:?}");
        assert!(names.unique.starts_with(&unique), "{names:?} lack some of {unique:?}");
    }
    Some(())
}

/// How many symbols the loader knows: the hash tables say it alone.
fn symbol_count<Elf: FileHeader<Endian = Endianness>>(header: &Elf, endian: Endianness, file: &[u8]) -> Option<usize> {
    // Their words have another size there.
    if header.is_class_64() && [EM_S390, EM_ALPHA].contains(&header.e_machine(endian)) {
        return None;
    }
    let table = |tag| {
        let Range { start, end } = place_in_segments(header, endian, file, tag)?;
        file.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
    };
    if let Some(table) = table(DT_HASH) {
        return Some(HashTable::<Elf>::parse(endian, table).ok()?.symbol_table_length() as usize);
    }
    let Some(table) = table(DT_GNU_HASH) else { return Some(0) };
    let length = GnuHashTable::<Elf>::parse(endian, table).ok()?.symbol_table_length(endian);
    Some(length.unwrap_or_default() as usize)
}

/// Where in the file the table is to which the first entry with this tag points, up to the end of
/// its segment.
fn place_in_segments<Elf: FileHeader<Endian = Endianness>>(
    header: &Elf,
    endian: Endianness,
    file: &[u8],
    tag: DynamicTag,
) -> Option<Range<u64>> {
    let segments = header.program_headers(endian, file).ok()?;
    let entries = segments.iter().find_map(|segment| segment.dynamic(endian, file).ok()?)?;
    let mut used = entries.iter().take_while(|entry| entry.tag(endian) != DT_NULL);
    let address = used.find(|entry| entry.tag(endian) == tag)?.val(endian);
    segments.iter().filter(|segment| segment.p_type(endian) == PT_LOAD).find_map(|segment| {
        let within = address.checked_sub(segment.p_vaddr(endian).into())?;
        let (start, size) = (segment.p_offset(endian).into(), segment.p_filesz(endian).into());
        let end = start.checked_add(size)?;
        (within < size).then(|| start + within..end)
    })
}
