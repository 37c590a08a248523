//! Two plugins in one process, with the same names and verbs, loaded as hosts do: under
//! `RTLD_GLOBAL` the second one's references to names that are exported would find the first one's.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use aro_host_testkit::Plugin;
use serde_json::{Value, json};

use crate::alpha;
use crate::build::{Build, folder};

const BETA: Build = Build::cdylib("beta", "beta");
const LIBRARIES: &str = "ARO_TESTS_LIBRARIES";

#[test]
fn plugins_with_the_same_names_do_not_reach_each_other_whichever_is_loaded_first() {
    let (alpha, beta) = (alpha::DEBUG.build().library, BETA.build().library);
    in_a_process_of_their_own([&alpha, &beta]);
    in_a_process_of_their_own([&beta, &alpha]);
}

#[test]
fn two_copies_of_one_library_are_two_plugins() {
    let first = alpha::DEBUG.build().library;
    let second = folder("alpha-copy").join(first.file_name().unwrap());
    fs::copy(&first, &second).unwrap();
    in_a_process_of_their_own([&first, &second]);
}

/// What is loaded first decides, so that each order needs a process.
fn in_a_process_of_their_own(libraries: [&Path; 2]) {
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--ignored", "--exact", "two_plugins::loaded_together_they_stay_apart", "--nocapture"]);
    let output = child.env(LIBRARIES, env::join_paths(libraries).unwrap()).output().unwrap();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && stdout.contains("1 passed"), "{libraries:?}\n{stdout}\n{stderr}");
}

#[test]
#[ignore = "the tests above start it, in a process of its own"]
fn loaded_together_they_stay_apart() {
    let Some(libraries) = env::var_os(LIBRARIES) else { return };
    let libraries: Vec<PathBuf> = env::split_paths(&libraries).collect();
    let plugins: Vec<Plugin> = libraries.iter().map(|library| Plugin::open(library).unwrap()).collect();
    let names: Vec<String> = plugins.iter().map(|plugin| plugin.info().unwrap().name).collect();
    for (library, name) in libraries.iter().zip(&names) {
        assert!(library.to_string_lossy().contains(&**name), "{name} from {}", library.display());
    }

    for (plugin, name) in plugins.iter().zip(&names) {
        assert_eq!(result(plugin, "Locate"), **name);
        assert_eq!(result(plugin, "Shapes"), format!("{name}::shapes"));
        assert_eq!(plugin.execute("Inner", &json!({})).unwrap().error().is_some(), name == "beta");
    }

    // A static of each: calls in turn count on from its own beginning.
    for call in 1..=6 {
        for (plugin, name) in plugins.iter().zip(&names) {
            let beginning = if name == "beta" { 1000 } else { 0 };
            let count =
                if call % 2 == 0 { result(plugin, "Count") } else { entry_point(plugin, "same_symbol_in_both") };
            assert_eq!(count, beginning + call, "{name}");
        }
    }

    // An allocator of each: what one gives, the other must not take back.
    let live = || plugins.iter().map(|plugin| result(plugin, "Live")).collect::<Vec<_>>();
    let before = live();
    let large = "x".repeat(10_000);
    for plugin in plugins.iter().cycle().take(20) {
        let reply = plugin.execute("Deep", &json!({ "value": large })).unwrap().json().unwrap();
        assert!(reply["result"].as_str().unwrap().ends_with(&large));
        plugin.info().unwrap();
    }
    assert_eq!(live(), before, "{names:?}");
}

fn result(plugin: &Plugin, verb: &str) -> Value {
    plugin.execute(verb, &json!({})).unwrap().json().unwrap()["result"].clone()
}

fn entry_point(plugin: &Plugin, symbol: &str) -> Value {
    plugin.entry_point(symbol, Some(c"{}")).unwrap().json().unwrap()["result"].clone()
}
