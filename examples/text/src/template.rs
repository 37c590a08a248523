//! The action `RenderTemplate`.

use aro_sdk::prelude::*;
use minijinja::value::Serde;
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value};
use serde_json::Map;

/// How many instructions a template may run, so that one with a loop without end fails.
const FUEL: u64 = 1_000_000;

/// Renders a template in the syntax of Jinja with `values`.
///
/// A name that `values` has not is an error. `escape: "html"` escapes the values for HTML. A
/// template cannot read files.
#[aro_action(verbs = ["RenderTemplate"], prepositions = ["from", "with"], returns = "text")]
fn render_template(
    template: &str,
    #[arg(default)] values: Map<String, serde_json::Value>,
    escape: Option<Escape>,
) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    let name = match escape {
        Some(Escape::Html) => "template.html",
        None => "template.txt",
    };
    let rendered = environment.render_named_str(name, template, Value::from(Serde(values)));
    rendered.map_err(|error| {
        let refused = match error.kind() {
            ErrorKind::OutOfFuel => Error::resource_exhausted(format!(
                "the template was stopped after {FUEL} instructions: does each of its loops end?"
            )),
            _ => Error::invalid_input(format!("the template cannot be rendered: {error}")),
        };
        match error.line() {
            Some(line) => refused.with_detail("line", line),
            None => refused,
        }
    })
}

/// What values are escaped for.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Escape {
    Html,
}
