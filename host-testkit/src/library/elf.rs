//! What an ELF library tells the loader: its dynamic segment.
//!
//! The loader reads this segment and never the section headers, which need not exist. So this is
//! read here too, in the same way: the entries of the segment have addresses, which the loadable
//! segments map to places in the file.

use std::collections::BTreeSet;

use object::FileKind;
use object::elf::{self, DynamicTag};
use object::endian::{Endianness, U64};
use object::pod;
use object::read::StringTable;
use object::read::elf::{Dyn as _, FileHeader, GnuHashTable, HashTable, ProgramHeader as _, Rel as _, Rela as _, Sym};
use thiserror::Error;

/// The names in an ELF library, and how it is linked.
#[derive(Debug, Default)]
pub(crate) struct ElfNames {
    pub(crate) exports: BTreeSet<String>,
    /// Exports that exist once in a process (`STB_GNU_UNIQUE`).
    pub(crate) unique: Vec<String>,
    /// Weak and unique exports.
    pub(crate) weak: BTreeSet<String>,
    /// Its own exports that it looks up by name.
    pub(crate) own_references: BTreeSet<String>,
    /// Whether it is never unloaded (`-z nodelete`).
    pub(crate) no_delete: bool,
}

/// Why a dynamic segment cannot be read.
#[derive(Debug, Error)]
pub(crate) enum Malformed {
    #[error("{0} is outside of the file")]
    Outside(&'static str),
    #[error(transparent)]
    Header(#[from] object::Error),
}

/// The names of the library in this file; `None` if it is not ELF.
pub(crate) fn names(file: &[u8]) -> Result<Option<ElfNames>, Malformed> {
    match FileKind::parse(file) {
        Ok(FileKind::Elf32) => DynamicSegment::<elf::FileHeader32<Endianness>>::read(file),
        Ok(FileKind::Elf64) => DynamicSegment::<elf::FileHeader64<Endianness>>::read(file),
        _ => Ok(None),
    }
}

struct DynamicSegment<'f, Elf: FileHeader> {
    file: &'f [u8],
    endian: Elf::Endian,
    is_mips64el: bool,
    /// The words of `DT_HASH` have 64 bits instead of 32: so it is on s390x and Alpha.
    has_wide_hash: bool,
    segments: &'f [Elf::ProgramHeader],
    entries: &'f [Elf::Dyn],
}

impl<'f, Elf: FileHeader<Endian = Endianness>> DynamicSegment<'f, Elf> {
    fn read(file: &'f [u8]) -> Result<Option<ElfNames>, Malformed> {
        let header = Elf::parse(file)?;
        let endian = header.endian()?;
        let segments = header.program_headers(endian, file)?;
        let dynamic = segments.iter().find_map(|segment| segment.dynamic(endian, file).transpose()).transpose()?;
        let is_mips64el = header.is_mips64el(endian);
        let has_wide_hash = header.is_class_64() && [elf::EM_S390, elf::EM_ALPHA].contains(&header.e_machine(endian));
        // A program that is linked statically has no such segment, and exports nothing.
        let Some(entries) = dynamic else { return Ok(Some(ElfNames::default())) };
        Self { file, endian, is_mips64el, has_wide_hash, segments, entries }.names().map(Some)
    }

    fn entry(&self, tag: DynamicTag) -> Option<u64> {
        let used = self.entries.iter().take_while(|entry| entry.tag(self.endian) != elf::DT_NULL);
        used.into_iter().find(|entry| entry.tag(self.endian) == tag).map(|entry| entry.val(self.endian))
    }

    /// The file from the place of this address to the end of its segment.
    fn at(&self, address: u64) -> Result<&'f [u8], Malformed> {
        let inside = |segment: &&Elf::ProgramHeader| {
            let (start, size) = (segment.p_vaddr(self.endian).into(), segment.p_filesz(self.endian).into());
            segment.p_type(self.endian) == elf::PT_LOAD
                && address.checked_sub(start).is_some_and(|within| within < size)
        };
        let data = self.segments.iter().find(inside).and_then(|segment| {
            let within = address - segment.p_vaddr(self.endian).into();
            segment.data(self.endian, self.file).ok()?.get(usize::try_from(within).ok()?..)
        });
        data.ok_or(Malformed::Outside("an address of the dynamic segment"))
    }

    fn names(&self) -> Result<ElfNames, Malformed> {
        let (Some(strings), Some(symbols)) = (self.entry(elf::DT_STRTAB), self.entry(elf::DT_SYMTAB)) else {
            return Ok(ElfNames::default());
        };
        let strings = self.at(strings)?;
        let strings = StringTable::new(strings, 0, strings.len() as u64);
        let symbols: &[Elf::Sym] = self.table(symbols, self.symbol_count()?)?;
        let name = |symbol: &Elf::Sym| -> Result<String, Malformed> {
            let bytes = strings.get(symbol.st_name(self.endian)).map_err(|()| Malformed::Outside("a symbol's name"))?;
            Ok(String::from_utf8_lossy(bytes).into_owned())
        };
        let mut names = ElfNames::default();
        for symbol in symbols.iter().filter(|symbol| is_export::<Elf>(symbol, self.endian)) {
            let name = name(symbol)?;
            if symbol.st_bind() == elf::STB_GNU_UNIQUE {
                names.unique.push(name.clone());
            }
            if symbol.st_bind() != elf::STB_GLOBAL {
                names.weak.insert(name.clone());
            }
            names.exports.insert(name);
        }
        let flags = |tag| self.entry(tag).unwrap_or_default();
        names.no_delete = flags(elf::DT_FLAGS_1) & elf::DF_1_NODELETE.0 != 0;
        let is_symbolic = self.entry(elf::DT_SYMBOLIC).is_some() || flags(elf::DT_FLAGS) & elf::DF_SYMBOLIC.0 != 0;
        if !is_symbolic {
            for index in self.relocated()? {
                // Protected names are looked up here only.
                let symbol = symbols.get(index as usize).filter(|symbol| is_export::<Elf>(symbol, self.endian));
                if let Some(symbol) = symbol.filter(|symbol| symbol.st_visibility() != elf::STV_PROTECTED) {
                    names.own_references.insert(name(symbol)?);
                }
            }
        }
        Ok(names)
    }

    fn table<T: pod::Pod>(&self, address: u64, count: usize) -> Result<&'f [T], Malformed> {
        let (table, _) = pod::slice_from_bytes(self.at(address)?, count)
            .map_err(|()| Malformed::Outside("a table of the dynamic segment"))?;
        Ok(table)
    }

    /// The dynamic segment has the number of symbols nowhere but in its hash tables.
    fn symbol_count(&self) -> Result<usize, Malformed> {
        if let Some(address) = self.entry(elf::DT_HASH) {
            if self.has_wide_hash {
                // The number of buckets, and that of chains, of which each symbol has one.
                let [_, chains]: &[U64<Endianness>] = self.table(address, 2)? else { return Ok(0) };
                return Ok(usize::try_from(chains.get(self.endian)).unwrap_or(usize::MAX));
            }
            return Ok(HashTable::<Elf>::parse(self.endian, self.at(address)?)?.symbol_table_length() as usize);
        }
        let Some(address) = self.entry(elf::DT_GNU_HASH) else { return Ok(0) };
        let table = GnuHashTable::<Elf>::parse(self.endian, self.at(address)?)?;
        Ok(table.symbol_table_length(self.endian).unwrap_or_default() as usize)
    }

    /// The indices of the symbols that relocations refer to.
    fn relocated(&self) -> Result<Vec<u32>, Malformed> {
        let mut indices = Vec::new();
        let calls_have_addends = self.entry(elf::DT_PLTREL) != u64::try_from(elf::DT_REL.0).ok();
        for (table, size, has_addends) in [
            (elf::DT_RELA, elf::DT_RELASZ, true),
            (elf::DT_REL, elf::DT_RELSZ, false),
            (elf::DT_JMPREL, elf::DT_PLTRELSZ, calls_have_addends),
        ] {
            let (Some(address), Some(size)) = (self.entry(table), self.entry(size)) else { continue };
            let size = usize::try_from(size).unwrap_or(usize::MAX);
            if size == 0 {
                continue;
            }
            if has_addends {
                let entries: &[Elf::Rela] = self.table(address, size / size_of::<Elf::Rela>())?;
                indices.extend(entries.iter().map(|entry| entry.r_sym(self.endian, self.is_mips64el)));
            } else {
                let entries: &[Elf::Rel] = self.table(address, size / size_of::<Elf::Rel>())?;
                indices.extend(entries.iter().map(|entry| entry.r_sym(self.endian)));
            }
        }
        Ok(indices)
    }
}

fn is_export<Elf: FileHeader<Endian = Endianness>>(symbol: &Elf::Sym, endian: Endianness) -> bool {
    let binding = [elf::STB_GLOBAL, elf::STB_WEAK, elf::STB_GNU_UNIQUE].contains(&symbol.st_bind());
    let visible = [elf::STV_DEFAULT, elf::STV_PROTECTED].contains(&symbol.st_visibility());
    binding && visible && !symbol.is_undefined(endian)
}
