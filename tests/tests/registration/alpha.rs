//! What the fixture `alpha` has.

use std::path::Path;

use aro_host_testkit::Plugin;
use serde_json::{Value, json};

use crate::build::Build;

pub(crate) const DEBUG: Build = Build::cdylib("alpha", "alpha");

pub(crate) const RELEASE: Build = Build { cargo: &["--release"], ..Build::cdylib("alpha-release", "alpha") };

/// The actions' names, sorted: two in the root and more in modules, files and modules of files;
/// `Never` stands under `#[cfg(any())]`.
pub(crate) const NAMES: [&str; 8] = ["Count", "InDeep", "InInline", "InInner", "InRoot", "InShapes", "Live", "Tally"];

/// One verb of each module, with what its action answers.
pub(crate) const ANSWERS: [(&str, &str); 5] = [
    ("Locate", "alpha"),
    ("Inline", "alpha::inline"),
    ("Inner", "alpha::inline::inner"),
    ("Shapes", "alpha::shapes"),
    ("Deep", "alpha::shapes::deep"),
];

/// The typed functions, and those that each library has.
pub(crate) const TYPED: [&str; 8] = [
    "alpha_constant",
    "alpha_describe",
    "alpha_free",
    "alpha_last_error",
    "alpha_tallies_add",
    "alpha_tallies_free",
    "alpha_tallies_make",
    "alpha_tally",
];

/// The names of the actions in the metadata.
pub(crate) fn names(info: &Value) -> Vec<&str> {
    info["actions"].as_array().unwrap().iter().map(|action| action["name"].as_str().unwrap()).collect()
}

/// Loads the library and asks it for everything.
pub(crate) fn assert_complete(library: &Path) -> Plugin {
    let plugin = Plugin::open(library).unwrap();
    assert_eq!(names(&plugin.info_json().unwrap()), NAMES, "{}", library.display());
    for (verb, answer) in ANSWERS {
        let reply = plugin.execute(verb, &json!({})).unwrap();
        assert_eq!(reply.json().unwrap(), json!({ "result": answer }), "{verb} of {}", library.display());
    }
    plugin
}
