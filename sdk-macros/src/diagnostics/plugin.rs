//! `plugin! { … }` and the package around it.

super::diagnostics! { "The plugin":
    plugin_name(name) {
        message: "`{name}` cannot be the name of a plugin",
        label: "plugin.yaml accepts two or more lower-case letters, digits and hyphens; the first is a letter, and the last is no hyphen",
        help: "write for example `name = \"csv-tools\"`",
        example: "aro_sdk::plugin! { name = \"CSV_Tools\" }",
    }
    panic_abort() {
        message: "an ARO plugin needs `panic = \"unwind\"`",
        label: "with `panic = \"abort\"`, a panic in an action would end the host's process",
        help: "remove `panic = \"abort\"` from the profile in Cargo.toml",
        example: "# Cargo.toml\n[profile.release]\npanic = \"abort\"",
    }
    uses_a_plugin(name) {
        message: "the crate `{name}` is a plugin, so another plugin cannot use its items",
        label: "both export the functions of the ABI, and the linker would refuse the second ones",
        help: "in `{name}`, write `aro_sdk::library! {{}}` instead of `plugin!`; if `{name}` has to be a plugin too, choose by a feature, `#[cfg(feature = \"plugin\")] aro_sdk::plugin! {{}}` and `#[cfg(not(feature = \"plugin\"))] aro_sdk::library! {{}}`, and depend on it without that feature; in one workspace cargo may join features, then give the plugin a package of its own",
        example: "aro_sdk::plugin! { uses = [another_plugin] }",
    }
    in_a_binary() {
        message: "a program cannot be a plugin",
        label: "hosts load a shared library, and this is compiled as a program",
        help: "move `plugin!` and the items to src/lib.rs, and add to Cargo.toml:\n        [lib]\n        crate-type = [\"cdylib\"]",
        example: "// src/main.rs\naro_sdk::plugin! {}\nfn main() {}",
    }
    no_edition() {
        message: "a plugin needs edition 2018 or later",
        label: "this crate is compiled as edition 2015, as one is whose Cargo.toml names no edition; there, paths such as `aro_sdk::prelude` do not resolve",
        help: "write `edition = \"2024\"` below `[package]` in Cargo.toml",
        example: "# Cargo.toml without\n[package]\nedition = \"2024\"",
    }
    no_cdylib(crate_types) {
        message: "this package builds no shared library, so no host can load the plugin",
        label: "the library is compiled as {crate_types}, and Cargo.toml does not mention `cdylib`",
        help: "add to Cargo.toml:\n        [lib]\n        crate-type = [\"cdylib\"]",
        example: "# Cargo.toml without\n[lib]\ncrate-type = [\"cdylib\"]",
    }
}
