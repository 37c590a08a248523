//! Makes the README's Rust code a doctest. A doctest that declares a plugin needs a `fn main` to
//! have its items at the root of a crate, and a reader of the README does not, so it is added here.

use std::{env, fs, path::Path};

fn main() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    println!("cargo::rerun-if-changed={}", readme.display());
    let text = fs::read_to_string(&readme).expect("the README lies beside the workspace's manifest");
    let mut doctests = String::new();
    for block in text.split("```rust\n").skip(1) {
        let code = block.split("```").next().unwrap_or_default();
        // A block with a test of its own is run by `tests/readme.rs`, as a part of the plugin that
        // the README tells of.
        let kind = if code.contains("#[test]") { "no_run" } else { "" };
        doctests.push_str(&format!("```{kind}\n{code}fn main() {{}}\n```\n\n"));
    }
    let out = env::var("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&out).join("readme.md"), doctests).expect("cargo's folder can be written to");
}
