//! What a library's file declares, read without loading it: its system and processor, its exports,
//! and which of its own exports it looks up by name. Reads ELF, Mach-O and PE.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::io;
use std::path::Path;

use aro_abi::symbols;
use object::read::NameOrOrdinal;
use object::read::macho::{FatArch, MachOFatFile32, MachOFatFile64};
use object::{
    Architecture, BinaryFormat, File, FileFlags, FileKind, Object, ObjectKind, ObjectSegment, ObjectSymbol, macho,
};

use super::{LoadError, elf};

/// The names in a library's file.
///
/// ```no_run
/// # fn main() -> Result<(), aro_host_testkit::LoadError> {
/// let symbols = aro_host_testkit::Symbols::read("target/debug/libcsv.so")?;
/// assert!(symbols.exports().contains("aro_plugin_info"));
/// assert!(symbols.references_to_own_exports().is_empty(), "they would bind to another plugin's");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbols {
    format: BinaryFormat,
    exports: BTreeSet<String>,
    own: BTreeSet<String>,
    hidden: BTreeSet<String>,
    vague: BTreeSet<String>,
}

impl Symbols {
    /// Reads a shared library's file, be it for this system or another.
    ///
    /// # Errors
    ///
    /// [`LoadError::NotFound`] and [`LoadError::NotALibrary`].
    pub fn read(library: impl AsRef<Path>) -> Result<Self, LoadError> {
        let path = library.as_ref();
        let bytes = contents(path)?;
        let file = parse(path, &bytes)?;
        Self::of(&file, &bytes).map_err(|error| not_a_library(path, format!("its symbols cannot be read: {error}")))
    }

    fn of(file: &File<'_>, bytes: &[u8]) -> Result<Self, elf::Malformed> {
        let names = file.symbols().filter_map(|symbol| symbol.name().ok().map(str::to_owned));
        if let Some(found) = elf::names(bytes)? {
            let hidden = names.filter(|name| !found.exports.contains(name)).collect();
            let vague = found.weak.into_iter().filter(|name| name.starts_with("_Z")).collect();
            let (exports, own) = (found.exports, found.own_references);
            return Ok(Self { format: file.format(), exports, own, hidden, vague });
        }
        let underscore = if file.format() == BinaryFormat::MachO { "_" } else { "" };
        let plain = |name: &str| name.strip_prefix(underscore).unwrap_or(name).to_owned();
        let mut exports = BTreeSet::new();
        let mut vague = BTreeSet::new();
        for export in file.exports()? {
            let export = export?;
            let NameOrOrdinal::Name(name) = export.name() else { continue };
            let name = plain(&String::from_utf8_lossy(name));
            if name.starts_with("_Z") && export.is_weak() {
                vague.insert(name.clone());
            }
            exports.insert(name);
        }
        let own = match file.format() {
            // A name is looked up in the library in which the linker found it, unless the library
            // was linked otherwise.
            BinaryFormat::MachO => match file.flags() {
                FileFlags::MachO { flags } if flags.0 & macho::MH_TWOLEVEL.0 == 0 => exports.clone(),
                _ => BTreeSet::new(),
            },
            _ => BTreeSet::new(),
        };
        let hidden = names.map(|name| plain(&name)).filter(|name| !exports.contains(name)).collect();
        Ok(Self { format: file.format(), exports, own, hidden, vague })
    }

    /// Those of a WebAssembly module with these exports. It looks nothing up by name.
    #[cfg(all(feature = "conformance", feature = "wasm"))]
    pub(crate) fn of_module(exports: BTreeSet<String>) -> Self {
        let none = BTreeSet::new;
        Self { format: BinaryFormat::Wasm, exports, own: none(), hidden: none(), vague: none() }
    }

    /// What the library exports, as C has the names.
    #[must_use]
    pub fn exports(&self) -> &BTreeSet<String> {
        &self.exports
    }

    /// Those of its exports that the library itself looks up by name when it is loaded. Hosts load
    /// with `RTLD_GLOBAL`, so if the plugin that was loaded first exports such a name too, the
    /// reference binds there ([ABI, section 8](aro_abi::reference#8-loading)).
    ///
    /// On macOS this is empty, except for a library linked with `-flat_namespace`. On Windows it is
    /// always empty, because names are not shared there.
    #[must_use]
    pub fn references_to_own_exports(&self) -> &BTreeSet<String> {
        &self.own
    }

    /// Whether the loader looks names up in all libraries of the process.
    #[cfg(feature = "conformance")]
    pub(crate) fn shares_names(&self) -> bool {
        self.format != BinaryFormat::Pe
    }

    /// Whether this is a C++ template or inline function, of which every library that uses it has a
    /// copy. Linkers keep one copy and drop the others.
    #[cfg(feature = "conformance")]
    pub(crate) fn is_vague(&self, name: &str) -> bool {
        self.vague.contains(name)
    }

    /// A name in the file that is not exported and was probably meant to be `symbol`: it is not
    /// `pub`, is mangled, or is hidden.
    fn meant_as(&self, symbol: &str) -> Option<&str> {
        let like = |name: &&String| name.contains(symbol) && !name.contains("__");
        self.exports.iter().chain(&self.hidden).find(like).map(String::as_str)
    }
}

/// Checks in the file alone that it is a library for this system with the functions that every
/// plugin needs.
pub(crate) fn check_plugin(path: &Path) -> Result<(), LoadError> {
    let bytes = contents(path)?;
    let file = parse(path, &bytes)?;
    let (found, expected) = (platform(file.format(), file.architecture()), this_platform());
    if expected.as_ref().is_some_and(|expected| *expected != found) {
        return Err(LoadError::ForeignLibrary { path: path.to_owned(), found, expected: expected.unwrap_or_default() });
    }
    let Ok(names) = Symbols::of(&file, &bytes) else { return Ok(()) };
    let missing = [symbols::INFO, symbols::FREE].into_iter().find(|symbol| !names.exports.contains(*symbol));
    missing.map_or(Ok(()), |symbol| {
        let instead = names.meant_as(symbol).map(str::to_owned);
        Err(LoadError::MissingSymbol { path: path.to_owned(), symbol, instead })
    })
}

pub(crate) fn contents(path: &Path) -> Result<Vec<u8>, LoadError> {
    let kind = fs::metadata(path).map(|metadata| metadata.file_type());
    match kind.and_then(|kind| if kind.is_file() { fs::read(path) } else { Err(not_a_file(kind)) }) {
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(LoadError::NotFound { path: path.to_owned() }),
        Err(error) => Err(not_a_library(path, error.to_string())),
    }
}

/// Checks that these bytes of the file are those of a whole library.
#[cfg(feature = "reload")]
pub(crate) fn check_library(path: &Path, bytes: &[u8]) -> Result<(), LoadError> {
    parse(path, bytes).map(drop)
}

/// Reading a pipe or a device might never end.
fn not_a_file(kind: FileType) -> io::Error {
    #[cfg(unix)]
    let what = {
        use std::os::unix::fs::FileTypeExt;
        match kind {
            kind if kind.is_dir() => "a directory",
            kind if kind.is_fifo() => "a named pipe",
            kind if kind.is_socket() => "a socket",
            _ => "a device",
        }
    };
    #[cfg(not(unix))]
    let what = if kind.is_dir() { "a directory" } else { "no ordinary file" };
    io::Error::other(format!("it is {what}; name the library's file"))
}

fn not_a_library(path: &Path, reason: String) -> LoadError {
    LoadError::NotALibrary { path: path.to_owned(), reason }
}

fn parse<'b>(path: &Path, bytes: &'b [u8]) -> Result<File<'b>, LoadError> {
    let refuse = |reason: &str| Err(not_a_library(path, reason.to_owned()));
    if bytes.is_empty() {
        return refuse("the file is empty");
    }
    if bytes.starts_with(b"!<arch>\n") || bytes.starts_with(b"!<thin>\n") {
        return refuse("it is an archive (a static library); with cargo, set crate-type = [\"cdylib\"] under [lib]");
    }
    if bytes.starts_with(b"\0asm") {
        return refuse("it is a WebAssembly module; load it by `wasm::Module::open` (feature `wasm` of the testkit)");
    }
    let Ok(file) = File::parse(own_part(bytes)) else {
        if let Some((_, format)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return refuse(&format!("it begins like a library ({format}), and is damaged or truncated; {AGAIN}"));
        }
        let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(16)]);
        return refuse(&format!(
            "it begins with {beginning:?}, which no library does: it is neither ELF nor Mach-O nor PE"
        ));
    };
    // The loader silently maps a truncated file, and an access to the missing part ends the
    // process.
    if file.segments().any(|segment| segment.data().is_err()) {
        return refuse(&format!("it is truncated: its headers describe more than its {} bytes; {AGAIN}", bytes.len()));
    }
    match file.kind() {
        ObjectKind::Relocatable => refuse("it is an object file; link it with `cc -shared`"),
        ObjectKind::Core => refuse("it is a core file"),
        ObjectKind::Executable => {
            refuse("it is a program; build the package's library, with crate-type = [\"cdylib\"]")
        }
        _ => Ok(file),
    }
}

/// What to do about a damaged file.
const AGAIN: &str = "build it again, or wait until it is completely written";

/// What libraries begin with.
const MAGIC: [(&[u8], &str); 6] = [
    (b"\x7fELF", "ELF"),
    (b"MZ", "PE"),
    (b"\xcf\xfa\xed\xfe", "Mach-O"),
    (b"\xce\xfa\xed\xfe", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "Mach-O"),
    (b"\xca\xfe\xba\xbf", "Mach-O"),
];

/// A universal library of macOS contains one library for each processor. Takes the one for this
/// processor, as the loader does, or the first.
fn own_part(bytes: &[u8]) -> &[u8] {
    fn pick<'b, A: FatArch>(bytes: &'b [u8], parts: &[A]) -> Option<&'b [u8]> {
        let own = |part: &&A| Some(platform(BinaryFormat::MachO, part.architecture())) == this_platform();
        parts.iter().find(own).or(parts.first())?.data(bytes).ok()
    }
    let part = match FileKind::parse(bytes) {
        Ok(FileKind::MachOFat32) => MachOFatFile32::parse(bytes).ok().and_then(|file| pick(bytes, file.arches())),
        Ok(FileKind::MachOFat64) => MachOFatFile64::parse(bytes).ok().and_then(|file| pick(bytes, file.arches())),
        _ => None,
    };
    part.unwrap_or(bytes)
}

fn platform(format: BinaryFormat, architecture: Architecture) -> String {
    let format = match format {
        BinaryFormat::Elf => "ELF",
        BinaryFormat::MachO => "Mach-O (macOS)",
        BinaryFormat::Pe | BinaryFormat::Coff => "PE (Windows)",
        _ => "an unknown format",
    };
    // Rust's names, where those of the crate `object` differ.
    let architecture = match architecture {
        Architecture::I386 => "x86".to_owned(),
        Architecture::X86_64_X32 => "x86_64 with 32-bit addresses".to_owned(),
        Architecture::Aarch64_Ilp32 => "aarch64 with 32-bit addresses".to_owned(),
        other => format!("{other:?}").to_lowercase(),
    };
    format!("{format} for {architecture}")
}

/// `None` on a processor that is not in the list.
fn this_platform() -> Option<String> {
    let architecture = match std::env::consts::ARCH {
        "x86_64" if cfg!(target_pointer_width = "32") => Architecture::X86_64_X32,
        "x86_64" => Architecture::X86_64,
        "x86" => Architecture::I386,
        "aarch64" if cfg!(target_pointer_width = "64") => Architecture::Aarch64,
        "arm" => Architecture::Arm,
        "riscv64" => Architecture::Riscv64,
        "loongarch64" => Architecture::LoongArch64,
        "s390x" => Architecture::S390x,
        "powerpc64" => Architecture::PowerPc64,
        _ => return None,
    };
    let format = match () {
        () if cfg!(target_vendor = "apple") => BinaryFormat::MachO,
        () if cfg!(windows) => BinaryFormat::Pe,
        () => BinaryFormat::Elf,
    };
    Some(platform(format, architecture))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_processor_is_named_as_rust_names_it() {
        for (architecture, name) in [
            (Architecture::I386, "ELF for x86"),
            (Architecture::X86_64, "ELF for x86_64"),
            (Architecture::X86_64_X32, "ELF for x86_64 with 32-bit addresses"),
            (Architecture::Aarch64, "ELF for aarch64"),
            (Architecture::Aarch64_Ilp32, "ELF for aarch64 with 32-bit addresses"),
            (Architecture::Arm, "ELF for arm"),
            (Architecture::S390x, "ELF for s390x"),
            (Architecture::Riscv64, "ELF for riscv64"),
            (Architecture::LoongArch64, "ELF for loongarch64"),
            (Architecture::PowerPc64, "ELF for powerpc64"),
            (Architecture::Mips64, "ELF for mips64"),
            (Architecture::Wasm32, "ELF for wasm32"),
        ] {
            assert_eq!(platform(BinaryFormat::Elf, architecture), name);
        }
        let this = this_platform();
        assert!(this.is_none_or(|this| this.contains(std::env::consts::ARCH)));
    }
}
