//! Async functions, on an executor of the author's and on the feature `tokio`.

mod deadlines;
mod functions;
mod life;
mod nesting;

use std::path::PathBuf;
use std::sync::LazyLock;

use aro_host_testkit::Plugin;
use aro_tests::recorder::error_of;
use aro_tests::whole::success;
use serde_json::{Value, json};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/futures");

/// The plugin's library with these features.
fn library(features: &[&str]) -> PathBuf {
    let builder = Plugin::builder(FOLDER).features(features.iter().copied());
    builder.build_cdylib().expect("the fixture builds")
}

/// The plugin in each form, each with its name.
static FORMS: LazyLock<[(&str, Plugin); 3]> = LazyLock::new(|| {
    [("own", [].as_slice()), ("tokio", &["tokio"]), ("own with the timer of tokio", &["timer"])].map(
        |(name, features)| {
            let plugin = Plugin::open(library(features)).expect("a library");
            (name, plugin.fresh_copy().expect("a copy"))
        },
    )
});

fn forms() -> impl Iterator<Item = (&'static str, &'static Plugin)> {
    FORMS.iter().map(|(name, plugin)| (*name, plugin))
}

fn answer(plugin: &Plugin, action: &str, input: &Value) -> Value {
    success(&plugin.execute(action, input).expect("a reply"))
}

/// Code and message of an error.
fn refusal(plugin: &Plugin, action: &str, input: &Value) -> (Option<u8>, String) {
    let error = error_of(&plugin.execute(action, input).expect("a reply"));
    (error.code.and_then(|code| u8::try_from(code).ok()), error.message)
}

fn nothing() -> Value {
    json!({})
}
