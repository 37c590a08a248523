//! `cargo aro inspect`.

use std::path::PathBuf;

use aro_host_testkit::Action;
use serde_json::{Value, json};

use crate::error::Error;
use crate::inspection::{self, Inspection};
use crate::locate::{self, BuildArgs, Located};
use crate::output::{Output, Table, shown};
use crate::schema::{self, Parameter};

/// Show what a plugin provides, and what hosts ignore of it
///
/// It works on every ARO plugin, whatever language it is written in. The metadata are read in a
/// child process; no action, qualifier or service is called. Of a library for another system only
/// the file is read.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A package, a folder with plugin.yaml, or a library; the package here if it is left out
    path: Option<PathBuf>,

    /// Print JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    build: BuildArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo aro inspect                                the package here
  cargo aro inspect ../my-app/Plugins/csv          an installed plugin
  cargo aro inspect libcsv.so --json               any library";

pub(crate) fn run(args: &Args, output: &Output) -> Result<(), Error> {
    let located = locate::at(args.path.as_deref(), &args.build, output)?;
    let progress = output.progress("reading the plugin's metadata");
    let inspection = inspection::inspect(&located)?;
    drop(progress);
    if args.json {
        output.result(format_args!("{:#}", to_json(&located, &inspection)));
        return Ok(());
    }
    show(&located, &inspection, *output);
    inspection.warnings.iter().for_each(|warning| output.warning(warning));
    inspection.notes.iter().for_each(|note| output.note(note));
    Ok(())
}

fn to_json(located: &Located, inspection: &Inspection) -> Value {
    json!({
        "library": located.library,
        "plugin_yaml": located.folder.as_ref().map(|folder| folder.join(crate::manifest::FILE)),
        "handle": inspection.handle,
        "metadata": inspection.metadata,
        "functions": inspection.functions,
        "other_exports": inspection.other_exports,
        "warnings": inspection.warnings.iter().map(inspection::Warning::json).collect::<Vec<_>>(),
        "notes": inspection.notes,
    })
}

fn show(located: &Located, inspection: &Inspection, output: Output) {
    let Inspection { info, metadata, functions, other_exports, .. } = inspection;
    let handle = inspection.handle.as_deref();
    let or = |text: &str, none: &str| if text.is_empty() { none.to_owned() } else { text.to_owned() };
    if metadata.is_null() {
        output.heading(shown(&located.library));
    } else {
        output
            .heading(format_args!("{} {}", or(&info.name, "a plugin without a name"), info.version).to_string().trim());
        let rows = [
            ("description", info.description.clone().unwrap_or_default()),
            ("language", info.language.clone()),
            ("handle", handle.unwrap_or_default().to_owned()),
            ("library", shown(&located.library)),
        ];
        let mut table = Table::default();
        for (key, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
            table.row([key.to_owned(), value]);
        }
        output.result(table);
    }
    let section = |title: &str, table: Table| {
        if !table.is_empty() {
            output.result("");
            output.heading(title);
            output.result(table);
        }
    };
    section("actions", actions(&info.actions, handle));
    let mut table = Table::default();
    for qualifier in &info.qualifiers {
        let entry = schema::entry(metadata, "qualifiers", &qualifier.name);
        let parameters = schema::parameters(entry.and_then(|entry| entry.get("parameters")));
        table.row([
            format!("{}.{}", schema::namespace(info, handle), qualifier.name),
            qualifier.input_types.join(", "),
            listed(&parameters),
            brief(qualifier.description.as_deref()),
        ]);
    }
    section("qualifiers", table);
    let mut table = Table::default();
    for service in &info.services {
        for method in &service.methods {
            let entry = schema::entry(metadata, "services", &service.name);
            let details = entry.and_then(|entry| entry.get("method_details")?.get(method));
            let parameters = schema::parameters(details.and_then(|details| details.get("parameters")));
            let description = details.and_then(|details| details["description"].as_str());
            table.row([format!("{}: {method}", service.name), listed(&parameters), brief(description)]);
        }
    }
    section("services", table);
    let mut table = Table::default();
    for object in &info.system_objects {
        let description = brief(object.description.as_deref());
        table.row([object.identifier.clone(), object.capabilities.join(", "), description]);
    }
    section("system objects (no released host calls them)", table);
    let mut table = Table::default();
    for (what, names) in [("handles", &info.events.subscribes), ("emits", &info.events.emits)] {
        if !names.is_empty() {
            table.row([what.to_owned(), names.join(", ")]);
        }
    }
    section("events", table);
    let mut table = Table::default();
    for one in &info.deprecations {
        table.row([one.feature.clone(), one.message.clone().unwrap_or_default()]);
    }
    section("deprecated", table);
    let mut table = Table::default();
    for name in functions {
        table.row([name.clone()]);
    }
    if !other_exports.is_empty() {
        table.row([format!("and {} others, which `--json` lists", other_exports.len())]);
    }
    section("exported functions", table);
}

fn actions(actions: &[Action], handle: Option<&str>) -> Table {
    let mut table = Table::default();
    for action in actions {
        let verbs: Vec<String> = schema::verbs(action).iter().map(|verb| schema::written_verb(handle, verb)).collect();
        let parameters = schema::parameters(action.other.get("parameters"));
        table.row([
            verbs.join(", "),
            action.prepositions.join(", "),
            listed(&parameters),
            brief(action.description.as_deref()),
        ]);
    }
    table
}

fn listed(parameters: &[Parameter]) -> String {
    parameters.iter().map(Parameter::short).collect::<Vec<_>>().join(", ")
}

/// The first sentence.
fn brief(text: Option<&str>) -> String {
    let paragraph = text.unwrap_or_default().split("\n\n").next().unwrap_or_default().replace('\n', " ");
    paragraph.split_once(". ").map_or(paragraph.clone(), |(sentence, _)| format!("{sentence}."))
}
