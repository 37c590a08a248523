//! `cargo aro repl`, with statements from a pipe and on a terminal.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Ran, aro, new_plugin, plugin_in_c, shared_plugin, target_dir};

fn typed(dir: &Path, arguments: &[&str], text: impl AsRef<[u8]>) -> Ran {
    let mut command = aro(dir);
    command.args(["repl", "--offline"]).args(arguments).stdin(Stdio::piped());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    // It may end before it has read everything.
    let _ = child.stdin.take().expect("a pipe").write_all(text.as_ref());
    child.wait_with_output().expect("it ends").into()
}

#[test]
fn results_stay_bound_for_the_next_statements() {
    let text = "Create the <name> with \"Ada Ö\".\nGreet the <g>\n  from the <name>.\n\
                Log <g: greeting> to the <console>. Compute the <i: Sampler.initials> from the <name>.\n:vars\n";
    let ran = typed(shared_plugin(), &["--quiet"], text).ok();
    for part in ["\"greeting\": \"Hello, Ada Ö!\"", "\nHello, Ada Ö!\n", "\"AÖ\"", "i = \"AÖ\"", "name = \"Ada Ö\""]
    {
        assert!(ran.stdout.contains(part), "`{part}` is not in\n{}", ran.stdout);
    }
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_mistake_does_not_end_the_session_and_is_the_exit_status() {
    let text = "Greet the <g> frm \"Ada\".\nGret the <g> from \"Ada\".\n:nope\n(A: B) { }\n\n\
                Greet the <g> from \" \".\nGreet the <h> from \"Eve\".\n:host quick\n";
    let ran = typed(shared_plugin(), &["--quiet"], text);
    for part in [
        "expected a preposition",
        "no plugin has the verb `Gret`",
        "there is no command `:nope`",
        "`cargo aro run` runs feature sets",
        "the plugin reports: the name is empty",
        "there is no such host path",
    ] {
        assert!(ran.stderr.contains(part), "`{part}` is not in\n{}", ran.stderr);
    }
    assert!(ran.stdout.contains("Hello, Eve!"), "{}", ran.stdout);
    assert_eq!(ran.code, Some(1));
    typed(shared_plugin(), &[], "").ok();
    typed(shared_plugin(), &[], b"\xff\n").fails_with(&["cannot read the input"]);
}

#[test]
fn commands_show_what_there_is_and_change_the_host() {
    let text = ":help\n:verbs\n:host\n:host compiled\nSampler.Greet the <g> from \"Ada\".\n:trace\n\
                Sampler.Greet the <h> from \"Eve\".\n:vars\n:quit\nGreet the <i> from \"never\".\n";
    let ran = typed(shared_plugin(), &[], text).ok();
    for part in [":reload", "Sampler.Greet\nGreet\n", "Sampler.initials", "eager\n", "Hello, Ada!", "h = "] {
        assert!(ran.stdout.contains(part), "`{part}` is not in\n{}", ran.stdout);
    }
    assert!(ran.stderr.contains("into the compiled host") && ran.stderr.contains("Called aro_plugin_execute"));
    assert!(!ran.stdout.contains("never"), "{}", ran.stdout);
}

#[test]
fn reload_builds_the_plugin_again_and_keeps_the_variables() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let plugin = new_plugin(dir.path(), "reloaded", &["--action"]);
    let mut child = aro(&plugin)
        .args(["repl", "--offline", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    let mut until = |part: &str| {
        let mut line = String::new();
        while std::io::BufRead::read_line(&mut stdout, &mut line).expect("text") > 0 && !line.contains(part) {}
        assert!(line.contains(part), "`{part}` is not in {line}");
    };
    stdin.write_all(b"Create the <name> with \"Ada\". Greet the <g> from the <name>.\n").expect("it is read");
    until("Hello, Ada!");
    let source = fs::read_to_string(plugin.join("src/lib.rs")).expect("src/lib.rs");
    fs::write(plugin.join("src/lib.rs"), source.replace("Hello, ", "Welcome, ")).expect("src/lib.rs");
    stdin.write_all(b":reload\nGreet the <h> from the <name>.\n").expect("it is read");
    until("Welcome, Ada!");
    // What does not build leaves the old one.
    fs::write(plugin.join("src/lib.rs"), "!").expect("src/lib.rs");
    stdin.write_all(b":reload\nGreet the <i> from the <name>.\n").expect("it is read");
    until("Welcome, Ada!");
    drop(stdin);
    let ran = Ran::from(child.wait_with_output().expect("it ends")).fails_with(&["does not build"]);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn a_plugin_that_ends_the_session_is_an_error() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(dir.path()) else { return };
    let library = library.display().to_string();
    typed(dir.path(), &["--plugin", &library], "Crash the <c> from \"a\".\nSize the <s> from \"a\".\n")
        .fails_with(&["the plugin ended the process", "SIGABRT"]);
}

/// A session on a terminal of its own, which `script`, of util-linux, makes: each step waits until
/// something is shown, and then presses keys. `None` if there is no `script`, which is said.
#[cfg(target_os = "linux")]
fn on_terminal(dir: &Path, arguments: &str, home: &Path, steps: &[(&str, &str)]) -> Option<String> {
    let mut script = Command::new("script");
    let command = format!("'{}' aro repl --offline --quiet {arguments}", env!("CARGO_BIN_EXE_cargo-aro"));
    script.args(["-qec", &command, "/dev/null"]).current_dir(dir).env("HOME", home);
    script.env("CARGO_TARGET_DIR", target_dir()).env("TERM", "xterm").env_remove("XDG_STATE_HOME");
    script.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = script.spawn() else {
        let _ = writeln!(std::io::stderr(), "skipped: there is no `script`, which makes a terminal");
        return None;
    };
    let (mut stdin, mut stdout) = (child.stdin.take()?, child.stdout.take()?);
    let (mut said, mut seen) = (Vec::new(), 0);
    for (shown, keys) in steps {
        loop {
            let found = said[seen..].windows(shown.len()).position(|part| part == shown.as_bytes());
            if let Some(at) = found {
                seen += at + shown.len();
                break;
            }
            let mut bytes = [0; 256];
            let count = stdout.read(&mut bytes).ok().filter(|count| *count > 0);
            let text = || String::from_utf8_lossy(&said).into_owned();
            said.extend(&bytes[..count.unwrap_or_else(|| panic!("`{shown}` did not come:\n{}", text()))]);
        }
        stdin.write_all(keys.as_bytes()).expect("the terminal takes keys");
    }
    stdout.read_to_end(&mut said).expect("the end");
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    Some(String::from_utf8_lossy(&said).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_tab_completes_and_the_history_is_kept() {
    let home = tempfile::tempdir().expect("a temporary folder");
    // A key is pressed when what comes before it is shown: earlier, the terminal is not ready.
    let steps = [
        ("aro> ", "Samp\t"),
        ("Sampler.Greet", " the <greeting> from \"Ada\".\r"),
        ("Hello, Ada!", ""),
        ("aro> ", "Log <gre\t"),
        ("<greeting", "\x03"),
        ("aro> ", ":quit\r"),
    ];
    if on_terminal(shared_plugin(), "", home.path(), &steps).is_none() {
        return;
    }
    let history = fs::read_to_string(home.path().join(".local/state/cargo-aro/history")).expect("a history");
    assert!(history.contains("Sampler.Greet the <greeting> from \"Ada\"."), "{history}");
    // The arrow brings back what was typed before: `:quit`, and before that the statement.
    let steps =
        [("aro> ", "\x1b[A"), (":quit", "\x1b[A"), ("Sampler.Greet", "\r"), ("Hello, Ada!", ""), ("aro> ", "\x04")];
    on_terminal(shared_plugin(), "", home.path(), &steps);
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_a_plugin_that_ends_the_process_is_loaded_again() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let Some(library) = plugin_in_c(dir.path()) else { return };
    let arguments = format!("--plugin '{}'", library.display());
    let steps = [
        ("aro> ", "Crash the <c> from \"a\".\r"),
        ("SIGABRT", ""),
        ("aro> ", "Size the <s> from \"a\".\r"),
        ("\"size\": 1", ""),
        ("aro> ", "\x04"),
    ];
    on_terminal(dir.path(), &arguments, dir.path(), &steps);
}

#[test]
fn whatever_is_typed_is_no_panic() {
    const WORDS: [&str; 34] = [
        "Greet",
        "Sampler.Greet",
        "Compute",
        "Call",
        "Emit",
        "Log",
        "Return",
        "Extract",
        "Create",
        "the",
        "<a>",
        "<b: c.d>",
        "<",
        ">",
        "from",
        "with",
        "when",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ".",
        ":",
        ",",
        "\"x\"",
        "\"",
        "${",
        "1e400",
        "-",
        "ä",
        "\u{0}",
        ":host",
    ];
    // The same texts each time.
    let mut random = fastrand::Rng::with_seed(17);
    let mut text = String::new();
    for _ in 0..400 {
        let words: Vec<&str> = (0..random.usize(0..14)).map(|_| WORDS[random.usize(0..WORDS.len())]).collect();
        text.push_str(&words.join(" "));
        text.push_str(if random.bool() { ".\n" } else { "\n\n" });
    }
    let ran = typed(shared_plugin(), &["--quiet"], &text);
    assert!(matches!(ran.code, Some(0 | 1)) && !ran.stderr.contains("panicked"), "{}", ran.stderr);
}
