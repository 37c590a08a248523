//! `cargo aro header`: C and C++ compile it, and a program in C calls the plugin by it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;

use crate::support::{Ran, new_plugin, run, target_dir};

/// Whether there is this compiler; if not, says what is skipped.
fn has(compiler: &str) -> bool {
    let is_there = Command::new(compiler).arg("--version").output().is_ok();
    if !is_there {
        let _ = writeln!(std::io::stderr(), "skipped: there is no {compiler}");
    }
    is_there
}

fn compile(compiler: &str, dir: &Path, arguments: &[&str]) {
    let mut command = Command::new(compiler);
    command.args(["-Wall", "-Wextra", "-Werror", "-pedantic"]).args(arguments).current_dir(dir);
    Ran::from(command.output().expect("the compiler starts")).ok();
}

#[test]
fn a_program_in_c_calls_the_plugin_by_its_header() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "headed-one", &["--action", "--service"]);
    let source = fs::read_to_string(plugin.join("src/lib.rs")).expect("src/lib.rs");
    let typed =
        "\n/// Twice the number.\n#[aro_sdk::aro_export]\npub fn twice(number: i32) -> i32 {\n    2 * number\n}\n";
    fs::write(plugin.join("src/lib.rs"), source + typed).expect("src/lib.rs");
    run(&plugin, ["header", "--offline", "--output", "plugin.h"]).ok();
    let printed = run(&plugin, ["header", "--offline"]).ok().stdout;
    assert_eq!(fs::read_to_string(plugin.join("plugin.h")).expect("plugin.h"), printed);
    for documentation in ["Greets someone by name", "Twice the number."] {
        assert!(printed.contains(documentation), "{printed}");
    }
    let program = "#include <stdio.h>\n#include \"plugin.h\"\n#include \"plugin.h\"\nint main(void) {\n    \
                   char *reply = headed_one__greet(\"{\\\"data\\\": \\\"Ada\\\"}\");\n    puts(reply);\n    \
                   aro_plugin_free(reply);\n    reply = aro_plugin_execute(\"service:add\", \"{}\");\n    puts(reply);\n    \
                   aro_plugin_free(reply);\n    printf(\"%d\\n\", (int)headed_one_twice(21));\n    return 0;\n}\n";
    fs::write(plugin.join("main.c"), program).expect("main.c");
    if has("cc") && cfg!(target_os = "linux") {
        let library = target_dir().join("debug/libheaded_one.so");
        let library = library.to_str().expect("a path");
        compile("cc", &plugin, &["-std=c11", "main.c", library, "-o", "main"]);
        let said = Ran::from(Command::new(plugin.join("main")).output().expect("the program")).ok().stdout;
        assert_eq!(said, "{\"greeting\":\"Hello, Ada!\"}\n{\"result\":1}\n42\n");
    }
    if has("c++") {
        fs::write(plugin.join("main.cpp"), program).expect("main.cpp");
        compile("c++", &plugin, &["-c", "main.cpp"]);
    }
}

#[test]
fn a_typed_library_that_is_no_plugin_has_a_header_too() {
    let geometry = crate::support::sdk().join("examples/geometry");
    let header = run(&geometry, ["header", "--offline"]).ok().stdout;
    assert!(header.contains("geometry_free") && !header.contains("aro_plugin_"), "{header}");
}
