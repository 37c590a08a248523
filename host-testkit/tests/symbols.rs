//! What the testkit reads in a library's file without loading it.

mod support;

use std::fs;
use std::path::Path;

use aro_host_testkit::isolation::Session;
use aro_host_testkit::{Plugin, Symbols};
use support::{PROBE, compile};
use tempfile::tempdir;

#[cfg(all(unix, not(target_vendor = "apple")))]
const SELF_CALLING: &str = r#"
    int helper(void) { return 1; }
    static int hidden(void) { return 2; }
    char *aro_plugin_info(void) { return helper() + hidden() ? 0 : 0; }
    void aro_plugin_free(char *text) {}
"#;

#[test]
fn exports_are_read_from_the_file() {
    let dir = tempdir().unwrap();
    let Some(library) = compile(dir.path(), PROBE, &["-DBARE"]) else { return };
    let symbols = Symbols::read(library).unwrap();
    let exports: Vec<&str> = symbols.exports().iter().map(String::as_str).collect();
    assert_eq!(exports, ["aro_plugin_execute", "aro_plugin_free", "aro_plugin_info", "probe__counts"]);
    assert!(symbols.references_to_own_exports().is_empty());
}

#[test]
#[cfg(all(unix, not(target_vendor = "apple")))]
fn a_reference_to_an_own_export_is_seen_unless_it_is_bound_at_home() {
    let own = |flags: &[&str], source: &str| -> Option<Vec<String>> {
        let dir = tempdir().unwrap();
        let symbols = Symbols::read(compile(dir.path(), source, flags)?).unwrap();
        Some(symbols.references_to_own_exports().iter().cloned().collect())
    };
    let Some(found) = own(&[], SELF_CALLING) else { return };
    assert_eq!(found, ["helper"]);
    for at_home in ["-Wl,-Bsymbolic", "-Wl,-Bsymbolic-functions"] {
        assert!(own(&[at_home], SELF_CALLING).unwrap().is_empty(), "{at_home}");
    }
    let address_taken = format!("{SELF_CALLING}\nint (*table[])(void) = {{ helper }};");
    assert_eq!(own(&["-Dhidden=other"], &address_taken).unwrap(), ["helper"]);
    let protected = SELF_CALLING.replace("int helper", "__attribute__((visibility(\"protected\"))) int helper");
    assert!(own(&[], &protected).unwrap().is_empty());
}

fn refusal(path: &Path) -> String {
    let error = Plugin::open(path).unwrap_err().to_string();
    assert_eq!(Session::isolated(path).unwrap_err().to_string(), error, "a session says the same");
    error
}

#[test]
fn a_file_that_is_no_library_is_told_for_what_it_is() {
    let dir = tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    for (bytes, says) in [
        (&b"#!/bin/sh\necho\n"[..], "begins with \"#!/bin/sh"),
        (b"", "the file is empty"),
        (b"!<arch>\n", "static library"),
        (b"\x7fELF\x02\x01\x01", "begins like a library (ELF), and is damaged or truncated"),
        (b"MZ\x90\x00", "begins like a library (PE)"),
        (b"\xcf\xfa\xed\xfe\x0c", "damaged or truncated"),
        (b"\x1f\x8b\x08\x00", "neither ELF nor Mach-O nor PE"),
        (b"{}", "neither ELF nor Mach-O nor PE"),
    ] {
        let error = refusal(&file("libplugin.so", bytes));
        assert!(error.contains(says), "{error}");
    }
    assert!(refusal(&file("libplugin.so", b"!<arch>\n")).contains("crate-type = [\"cdylib\"]"));
    assert!(refusal(&dir.path().join("nowhere.so")).contains("there is no file"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_truncated_library_is_told_as_one_wherever_it_ends() {
    let dir = tempdir().unwrap();
    let Some(library) = compile(dir.path(), PROBE, &[]) else { return };
    let whole = fs::read(&library).unwrap();
    let cut = dir.path().join("cut.so");
    for parts in 1..32 {
        let length = whole.len() * parts / 32;
        fs::write(&cut, &whole[..length]).unwrap();
        let error = refusal(&cut);
        assert!(
            error.contains("truncated") && error.contains("build it again"),
            "{length} of {}: {error}",
            whole.len()
        );
    }
}

/// Tools such as `sstrip` remove the section headers, which the loader does not need.
#[test]
#[cfg(target_os = "linux")]
fn a_library_without_section_headers_is_read_as_the_loader_reads_it() {
    const SOURCE: &str = r#"
        #include <string.h>
        #include <stdlib.h>
        int helper(void) { return 1; }
        static char *give(const char *text) { return strcpy(malloc(strlen(text) + 1), text); }
        char *aro_plugin_info(void) { return give(helper() ? "{\"name\":\"bare\",\"version\":\"1\"}" : ""); }
        void aro_plugin_free(char *text) { free(text); }
    "#;
    for style in ["-Wl,--hash-style=gnu", "-Wl,--hash-style=sysv", "-Wl,--hash-style=both"] {
        let dir = tempdir().unwrap();
        let Some(library) = compile(dir.path(), SOURCE, &[style, "-w"]) else { return };
        let with = Symbols::read(&library).unwrap();
        let mut bytes = fs::read(&library).unwrap();
        // `e_shoff`, and then `e_shentsize`, `e_shnum` and `e_shstrndx`.
        let (offset, sizes) = if cfg!(target_pointer_width = "64") { (40, 58..64) } else { (32, 46..52) };
        let offset = offset..offset + size_of::<usize>();
        let headers = usize::from_ne_bytes(bytes[offset.clone()].try_into().unwrap());
        bytes[offset].fill(0);
        bytes[sizes].fill(0);
        bytes.truncate(headers);
        let bare = dir.path().join("bare.so");
        fs::write(&bare, bytes).unwrap();
        let without = Symbols::read(&bare).unwrap();
        assert_eq!(
            (with.exports(), with.references_to_own_exports()),
            (without.exports(), without.references_to_own_exports())
        );
        assert!(
            without.exports().contains("aro_plugin_info") && without.references_to_own_exports().contains("helper")
        );
        let plugin = Plugin::open(&bare).unwrap();
        assert_eq!(plugin.info().unwrap().name, "bare", "{style}");
        assert!(Session::isolated(&bare).is_ok());
    }
}

#[test]
#[cfg(unix)]
fn what_is_no_ordinary_file_is_refused_at_once() {
    use aro_host_testkit::conformance::ConformanceCheck;
    use aro_host_testkit::reload::{ReloadCheck, Reloader};

    let dir = tempdir().unwrap();
    let (pipe, socket, link) = (dir.path().join("pipe"), dir.path().join("socket"), dir.path().join("link"));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    std::os::unix::fs::symlink(dir.path(), &link).unwrap();
    let mut odd = vec![
        (dir.path().to_owned(), "it is a directory"),
        (link, "it is a directory"),
        (socket, "it is a socket"),
        (Path::new("/dev/null").to_owned(), "it is a device"),
        (Path::new("/dev/zero").to_owned(), "it is a device"),
    ];
    if made.is_ok_and(|status| status.success()) {
        odd.push((pipe, "it is a named pipe"));
    }
    for (path, says) in odd {
        let texts = [
            refusal(&path),
            Symbols::read(&path).unwrap_err().to_string(),
            ReloadCheck::library(&path).run().unwrap_err().to_string(),
            ReloadCheck::library(&path).same_path().unwrap_err().to_string(),
            Reloader::open(&path).unwrap_err().to_string(),
            ConformanceCheck::library(&path).run().to_string(),
        ];
        for text in texts {
            assert!(text.contains(says) && !text.contains("writable"), "{}: {text}", path.display());
        }
    }
    let nowhere = dir.path().join("nowhere");
    std::os::unix::fs::symlink("gone", &nowhere).unwrap();
    assert!(refusal(&nowhere).contains("there is no file"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_for_another_processor_or_system_says_which() {
    let dir = tempdir().unwrap();
    let Some(library) = compile(dir.path(), PROBE, &[]) else { return };
    // Only the header names the processor. 64-bit Arm is another processor in a 32-bit file.
    let mut bytes = fs::read(&library).unwrap();
    let (other, number) = match (cfg!(target_arch = "aarch64"), cfg!(target_pointer_width = "64")) {
        (true, _) => ("x86_64", 62_u16),
        (false, true) => ("aarch64", 183),
        (false, false) => ("aarch64 with 32-bit addresses", 183),
    };
    bytes[18..20].copy_from_slice(&number.to_ne_bytes());
    fs::write(&library, bytes).unwrap();
    let error = Plugin::open(&library).unwrap_err();
    assert!(
        matches!(&error, aro_host_testkit::LoadError::ForeignLibrary { found, .. } if found.starts_with("ELF for ")),
        "{error}"
    );
    let error = error.to_string();
    let this = std::env::consts::ARCH;
    assert!(error.contains(&format!("ELF for {other}, and this process loads ELF for {this}")), "{error}");
    assert!(error.contains("--target"), "{error}");
}

#[test]
fn a_function_that_was_meant_and_is_not_exported_is_found() {
    for (source, instead) in [
        ("static char *aro_plugin_info(void) { return 0; } void *p = aro_plugin_info;", "aro_plugin_info"),
        ("char *_Z15aro_plugin_infov(void) { return 0; }", "_Z15aro_plugin_infov"),
        ("__attribute__((visibility(\"hidden\"))) char *aro_plugin_info(void) { return 0; }", "aro_plugin_info"),
    ] {
        if cfg!(windows) && source.contains("hidden") {
            continue; // MinGW exports every function of a library that marks none as exported.
        }
        let dir = tempdir().unwrap();
        let Some(library) = compile(dir.path(), &format!("{source}\nvoid aro_plugin_free(char *t) {{}}"), &[]) else {
            return;
        };
        let error = refusal(&library);
        assert!(error.contains(&format!("the file has `{instead}`")) && error.contains("extern \"C\""), "{error}");
    }
}

/// The words of a hash table have 64 bits on s390x, and 32 elsewhere.
#[test]
#[cfg(target_os = "linux")]
fn libraries_for_other_processors_are_read_whatever_their_hash_tables_are() {
    use std::io::Write as _;
    use std::process::Command;

    let dir = tempdir().unwrap();
    let source = dir.path().join("plugin.c");
    fs::write(&source, SELF_CALLING).unwrap();
    for processor in ["s390x", "aarch64", "i686", "x86_64"] {
        let compiler = format!("{processor}-linux-gnu-gcc");
        for style in ["gnu", "sysv", "both"] {
            let library = dir.path().join(format!("{processor}-{style}.so"));
            let mut command = Command::new(&compiler);
            command.args(["-shared", "-fPIC", "-nostdlib", "-w"]).arg(format!("-Wl,--hash-style={style}"));
            let Ok(output) = command.arg("-o").arg(&library).arg(&source).output() else {
                let _ = writeln!(std::io::stderr(), "skipped: there is no `{compiler}`");
                break;
            };
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            let symbols = Symbols::read(&library).unwrap();
            assert_eq!(symbols.exports().len(), 3, "{processor}, {style}: {:?}", symbols.exports());
            assert!(symbols.references_to_own_exports().contains("helper"), "{processor}, {style}");
        }
    }
}
