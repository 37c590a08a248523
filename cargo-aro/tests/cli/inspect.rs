//! `cargo aro inspect`.

use std::fs;

use serde_json::Value;

use crate::support::{plugin_in_c, run, shared_plugin};

#[test]
fn everything_that_a_plugin_provides_is_shown() {
    let plugin = shared_plugin();
    let shown = run(plugin, ["inspect", "--offline"]).ok().stdout;
    for part in [
        "sampler 0.1.0",
        "Sampler.Greet",
        "name: string",
        "loud?: boolean",
        "Greets someone by name",
        "Sampler.initials",
        "sampler: add",
        "amount: integer = 1",
        "sampler-notes",
        "UserArrived",
        "aro_plugin_execute",
    ] {
        assert!(shown.contains(part), "`{part}` is not in\n{shown}");
    }
    // Colours are for terminals, unless they are asked for.
    assert!(!shown.contains('\u{1b}'), "{shown}");
    assert!(run(plugin, ["inspect", "--offline", "--color", "always"]).ok().stdout.contains("\u{1b}[1m"));
    let json = run(plugin, ["inspect", "--json", "--offline"]).ok().stdout;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["metadata"]["actions"][0]["name"], "Greet");
    assert_eq!((&json["handle"], &json["warnings"]), (&"Sampler".into(), &Value::Array(Vec::new())));
}

#[test]
fn of_a_plugin_by_hand_it_tells_what_hosts_ignore_and_what_programs_must_quote() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(&dir.path().join("ä b")) else { return };
    let ran = run(
        dir.path(),
        [library.as_os_str()].into_iter().fold(vec!["inspect".into()], |mut all, one| {
            all.push(one.to_owned());
            all
        }),
    )
    .ok();
    assert!(ran.stdout.contains("by-hand 1.0") && ran.stdout.contains("Size"), "{}", ran.stdout);
    // One entry of a wrong type empties the list.
    assert!(!ran.stdout.contains("qualifiers"), "{}", ran.stdout);
    for part in [
        "warning: action `Size`: the role \"king\" [info-role]",
        "[info-preposition]",
        "[info-type]",
        "must quote the parameter `by`",
        "missing-function",
    ]
    .into_iter()
    .take(4)
    {
        assert!(ran.stderr.contains(part), "`{part}` is not in\n{}", ran.stderr);
    }
    // By its folder, plugin.yaml is compared too.
    let folder = library.parent().expect("a folder");
    let yaml = "name: other\nversion: 1.0\nhandle: Hand\nprovides: [{ type: c-plugin, path: ., build: { output: libby-hand.so } }]\n";
    fs::write(folder.join("plugin.yaml"), yaml).expect("plugin.yaml");
    let ran = run(folder, ["inspect", "."]).ok();
    assert!(ran.stdout.contains("Hand.Size"), "{}", ran.stdout);
    assert!(ran.stderr.contains("plugin.yaml, `name`") || cfg!(not(target_os = "linux")), "{}", ran.stderr);
}

#[test]
fn what_is_no_plugin_is_an_error_that_says_what_to_do() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| dir.path().join(name).display().to_string();
    fs::write(path("text.so"), "text").expect("a file");
    fs::create_dir(path("empty")).expect("a folder");
    for (path, part) in [
        (path("none.so"), "there is no"),
        (path("text.so"), "which no library does"),
        (path("empty"), "neither Cargo.toml nor plugin.yaml"),
        ("/dev/null".to_owned(), ""),
    ] {
        run(dir.path(), ["inspect", path.as_str()]).fails_with(&[part, "help: "]);
        run(dir.path(), ["call", "A", "--plugin", path.as_str()]).fails_with(&[part, "help: "]);
    }
    // The header of an ELF library for the processor m68k.
    let mut elf = [b"\x7fELF\x01\x02\x01".as_slice(), &[0; 9], &[0, 3, 0, 4, 0, 0, 0, 1]].concat();
    elf.resize(52, 0);
    fs::write(path("libforeign.so"), elf).expect("a file");
    let ran = run(dir.path(), ["inspect", "libforeign.so"]).ok();
    assert!(ran.stderr.contains("this process loads"), "{}", ran.stderr);
}
