//! A static library whose only global symbols are those of the ABI.
//!
//! The native compiler links the objects of all plugins into one program. Each archive of Rust
//! contains the standard library, so the objects of two of them define the same symbols. Here all
//! objects become one (`ld -r`), in which only the ABI's functions stay global (`objcopy`); the
//! compiler gives these a name for each plugin. The registrations of the plugin's items are in
//! sections that the linker keeps, and they come along with the one object.
//!
//! Entry points and typed exports become local, too: the compiler does not rename them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::read::archive::ArchiveFile;

use crate::error::Error;
use crate::files::{self, Staged};
use crate::package::Package;

/// The archive's only member, by which it is recognized.
const MEMBER: &str = "aro-static.o";

/// The folder in which the native compiler looks for an archive.
fn folder(package: &Package) -> PathBuf {
    package.dir.join("target").join("release")
}

/// Where the native compiler finds the plugin's archive.
pub(crate) fn destination(package: &Package) -> PathBuf {
    folder(package).join(format!("lib{}.a", package.library))
}

/// Refuses the systems whose tools cannot do this.
pub(crate) fn check_system() -> Result<(), Error> {
    check_system_of(std::env::consts::OS)
}

fn check_system_of(os: &str) -> Result<(), Error> {
    if os == "linux" {
        return Ok(());
    }
    Err(Error::new(format!("a static library for two plugins in one program cannot be made on {os}")).help(
        "it is made by `ld -r --whole-archive` and `objcopy --keep-global-symbols`, which work on ELF objects. The \
             linkers of macOS and Windows have neither, and no way to hide the standard library of a plugin was tested \
             there. One Rust plugin in a program works without this; several work as shared libraries",
    ))
}

/// Makes the plugin's archive of the one that cargo built, and puts it into its place.
pub(crate) fn make(package: &Package, built: &Path) -> Result<PathBuf, Error> {
    let destination = destination(package);
    let folder = folder(package);
    fs::create_dir_all(&folder).map_err(|error| Error::io("create the folder", &folder, &error))?;
    let work = Staged::folder(&folder.join("aro-static"))?;
    let symbols = aro_abi::symbols::ALL.map(|name| format!("{name}\n")).concat();
    work.write("symbols", symbols.as_bytes())?;
    let path = |name: &str| work.path().join(name);
    // A group of sections (COMDAT) is known by a global name: without groups, the linker does not
    // take those of two plugins for the same.
    let merge = ["-r", "--force-group-allocation", "--whole-archive", "-o"];
    run(Command::new("ld").args(merge).arg(path("all.o")).arg(built))?;
    let mut keep = std::ffi::OsString::from("--keep-global-symbols=");
    keep.push(path("symbols"));
    // The standard library's objects contain bitcode, which is invalid when it is joined, and which
    // `ar` and `ld` would read if they have LLVM's plugin.
    let bitcode = ["--remove-section=.llvmbc", "--remove-section=.llvmcmd"];
    run(Command::new("objcopy").args(bitcode).arg(keep).arg(path("all.o")).arg(path(MEMBER)))?;
    run(Command::new("ar").arg("crsD").arg(path("plugin.a")).arg(path(MEMBER)))?;
    check(&path(MEMBER))?;
    let staged = Staged::copy(&path("plugin.a"), &destination)?;
    staged.rename(&destination)?;
    // Cargo's list of the sources, by which `faults` finds those of other packages.
    let (list, beside) = (built.with_extension("d"), destination.with_extension("d"));
    if fs::canonicalize(&list).ok() != fs::canonicalize(&beside).ok() {
        Staged::copy(&list, &beside)?.rename(&beside)?;
    }
    let is_elsewhere = fs::canonicalize(built).ok() != fs::canonicalize(&destination).ok();
    if is_elsewhere && fs::canonicalize(&folder).ok().as_deref() != built.parent() {
        // In the folder of a workspace it would be the second archive of another plugin. Cargo puts
        // it there again when it needs it.
        files::remove_file(built)?;
    }
    Ok(destination)
}

/// The object's global symbols are those of the ABI.
fn check(file: &Path) -> Result<(), Error> {
    use object::{Object as _, ObjectSymbol as _};

    let bytes = fs::read(file).map_err(|error| Error::io("read", file, &error))?;
    let fault = |what: String| {
        Error::new(format!("the static library is not as it has to be: {what}"))
            .help("report this as a fault of cargo-aro")
    };
    let object = object::File::parse(&*bytes).map_err(|error| fault(error.to_string()))?;
    let globals = object.symbols().filter(|symbol| symbol.is_global() && symbol.is_definition());
    let mut names: Vec<&str> = globals.filter_map(|symbol| symbol.name().ok()).collect();
    names.sort_unstable();
    let mut expected = aro_abi::symbols::ALL;
    expected.sort_unstable();
    if names.is_empty() {
        return Err(Error::new("the library does not export the functions of the ABI")
            .help("write `aro_sdk::plugin! {}` into the crate's root, and depend on aro-sdk"));
    }
    if names != expected {
        return Err(fault(format!("its global symbols are {}", names.join(", "))));
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let error = Error::new(format!("`{program}` cannot be run: {error}"));
        if missing {
            error.help("install the GNU binutils: on Debian and Ubuntu `apt install binutils`")
        } else {
            error
        }
    })?;
    if output.status.success() {
        return Ok(());
    }
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(Error::new(format!("`{program}` failed ({}):\n{}", output.status, messages.trim_end()))
        .help("the GNU binutils are needed, of version 2.29 or newer"))
}

/// What is wrong with the archives that the native compiler finds: it takes the first one in the
/// folder's order, which is none, and never builds it again.
pub(crate) fn faults(package: &Package) -> Vec<String> {
    let entries = fs::read_dir(folder(package)).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut archives: Vec<PathBuf> = entries.filter(|path| is_archive(path)).collect();
    archives.sort();
    let mut faults = Vec::new();
    if archives.len() > 1 {
        let names: Vec<String> = archives.iter().map(|path| format!("`{}`", path.display())).collect();
        faults
            .push(format!("`aro build` takes any one of {}: remove those that are not the plugin's", names.join(", ")));
    }
    let own = destination(package);
    if !own.is_file() {
        return faults;
    }
    if !is_made_here(&own) {
        faults.push(format!(
            "`{}` cannot be linked with a second Rust plugin: make it with `cargo aro static`, or remove it",
            own.display()
        ));
    }
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let listed = fs::read_to_string(own.with_extension("d")).map(|list| listed_sources(&list)).unwrap_or_default();
    let newest =
        sources(&package.dir).into_iter().chain(listed).filter_map(|path| Some((modified(&path)?, path))).max();
    if let (Some(made), Some((changed, source))) = (modified(&own), newest)
        && made < changed
    {
        faults.push(format!(
            "`{}` is older than `{}`, and `aro build` does not build it again: run `cargo aro static`, or remove it",
            own.display(),
            source.display()
        ));
    }
    faults
}

fn is_archive(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("lib") && name.ends_with(".a")
}

fn is_made_here(archive: &Path) -> bool {
    let Ok(bytes) = fs::read(archive) else { return false };
    let Ok(file) = ArchiveFile::parse(&*bytes) else { return false };
    let names: Vec<Vec<u8>> = file.members().flatten().map(|member| member.name().to_vec()).collect();
    names == [MEMBER.as_bytes()]
}

/// The package's own sources.
fn sources(package: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["Cargo.toml", "build.rs"].iter().map(|name| package.join(name)).collect();
    let mut folders = vec![package.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            // A link may lead back here.
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found
}

/// The sources in cargo's list, which has the form of a makefile: `target: source source`, with a
/// backslash before a blank.
fn listed_sources(list: &str) -> Vec<PathBuf> {
    let lines = list.lines().filter_map(|line| line.split_once(": ")).map(|(_, sources)| sources);
    let hidden = lines.map(|sources| sources.replace("\\ ", "\0"));
    hidden
        .flat_map(|sources| sources.split(' ').map(|source| source.replace('\0', " ").into()).collect::<Vec<_>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn other_systems_are_refused_with_the_reason() {
        check_system_of("linux").expect("it is made there");
        for os in ["macos", "windows", "freebsd"] {
            let error = check_system_of(os).expect_err(os).render(false);
            assert!(error.contains(os) && error.contains("objcopy") && error.contains("shared libraries"), "{error}");
        }
    }

    #[test]
    fn a_second_a_foreign_and_an_old_archive_are_reported() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let package = Package::for_test(dir.path(), "slugs");
        let release = dir.path().join("target/release");
        fs::create_dir_all(dir.path().join("src")).expect("a folder");
        fs::create_dir_all(&release).expect("a folder");
        fs::write(dir.path().join("src/lib.rs"), "").expect("a source");
        assert!(faults(&package).is_empty());
        let archive = release.join("libslugs.a");
        fs::write(&archive, "!<arch>\n").expect("an archive");
        assert!(faults(&package)[0].contains("cannot be linked with a second"), "{:?}", faults(&package));
        let header = format!("{:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", format!("{MEMBER}/"), 0, 0, 0, 644, 0);
        fs::write(&archive, format!("!<arch>\n{header}")).expect("an archive");
        assert!(faults(&package).is_empty(), "{:?}", faults(&package));
        fs::write(release.join("libother.a"), "").expect("an archive");
        assert!(faults(&package)[0].contains("libother.a"));
        fs::remove_file(release.join("libother.a")).expect("the archive");
        let set_time = |path: &Path| {
            let file = fs::File::options().write(true).open(path).expect("a file");
            file.set_modified(SystemTime::UNIX_EPOCH).expect("a time");
        };
        set_time(&archive);
        assert!(faults(&package)[0].contains("is older than"), "{:?}", faults(&package));
        // The source of another package is in cargo's list.
        set_time(&dir.path().join("src/lib.rs"));
        assert!(faults(&package).is_empty(), "{:?}", faults(&package));
        let other = dir.path().join("an other.rs");
        fs::write(&other, "").expect("a source");
        let list = format!("libslugs.a: none.rs {}\n", other.display().to_string().replace(' ', "\\ "));
        fs::write(release.join("libslugs.d"), list).expect("cargo's list");
        assert!(faults(&package)[0].contains("an other.rs"), "{:?}", faults(&package));
    }
}
