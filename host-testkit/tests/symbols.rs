//! What the testkit reads in a library's file without loading it.

mod support;

use std::fs;
use std::path::Path;

use aro_host_testkit::isolation::Session;
use aro_host_testkit::{LoadError, Plugin, Symbols};
use support::{PROBE, compile};
use tempfile::tempdir;

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
        (b"\x7fELF\x02\x01\x01", "neither ELF nor Mach-O nor PE"),
    ] {
        let error = refusal(&file("libplugin.so", bytes));
        assert!(error.contains(says), "{error}");
    }
    assert!(refusal(&file("libplugin.so", b"!<arch>\n")).contains("crate-type = [\"cdylib\"]"));
    assert!(refusal(&dir.path().join("nowhere.so")).contains("there is no file"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_library_for_another_processor_or_system_says_which() {
    let dir = tempdir().unwrap();
    let Some(library) = compile(dir.path(), PROBE, &[]) else { return };
    // Only the header names the processor: the number of 64-bit Arm, or that of x86-64.
    let mut bytes = fs::read(&library).unwrap();
    let arm = cfg!(target_arch = "aarch64");
    bytes[18..20].copy_from_slice(if arm { &[62, 0] } else { &[183, 0] });
    fs::write(&library, bytes).unwrap();
    let error = Plugin::open(&library).unwrap_err();
    assert!(matches!(&error, LoadError::ForeignLibrary { found, .. } if found.starts_with("ELF for ")), "{error}");
    let error = error.to_string();
    let (other, this) = if arm { ("x86_64", "aarch64") } else { ("aarch64", std::env::consts::ARCH) };
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
        let dir = tempdir().unwrap();
        let Some(library) = compile(dir.path(), &format!("{source}\nvoid aro_plugin_free(char *t) {{}}"), &[]) else {
            return;
        };
        let error = refusal(&library);
        assert!(error.contains(&format!("the file has `{instead}`")) && error.contains("extern \"C\""), "{error}");
    }
}
