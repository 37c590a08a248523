//! What can be wrong with a plugin's metadata. Compiled in the plugin's own tests only.

use std::collections::HashMap;
use std::io::Write as _;

use aro_abi::{is_reserved_name, keys, normal_form, written_key};
use serde_json::Value;

use super::Plugin;
use super::descriptors::{Item, ParamInfo, ResultInfo};
use super::registry::Items;

impl Plugin {
    /// What is wrong with the metadata; the plugin's own unit test calls it.
    ///
    /// # Panics
    ///
    /// When something is wrong; the message lists all of it.
    pub fn assert_metadata(&self) {
        self.write_notes();
        let faults = self.metadata_faults();
        let mut text = String::new();
        for fault in &faults {
            text += "\n- ";
            text += fault;
        }
        assert!(faults.is_empty(), "the metadata of the plugin \"{}\":{text}", self.info.name);
    }

    /// Writes what an author should know, though it is no fault. Past the test's capture, which
    /// would hide it in a test that passes.
    fn write_notes(&self) {
        for note in quoted_names(self.items()).into_iter().chain(notes_of_results(self.items())) {
            let _ = writeln!(std::io::stderr(), "note: the plugin \"{}\": {note}", self.info.name);
        }
    }

    fn metadata_faults(&self) -> Vec<String> {
        let items = self.items();
        let mut faults = Vec::new();
        if self.info.name.is_empty() {
            faults.push("the plugin has no name: write `plugin! { name = \"…\" }`".to_owned());
        }
        if self.info.version.is_empty() {
            faults.push("the plugin has no version: give the package one in Cargo.toml".to_owned());
        }
        find_duplicate_names(items, &mut faults);
        count_hooks("aro_init", count_of(items, |item| matches!(item, Item::Init(_))), &mut faults);
        count_hooks("aro_shutdown", count_of(items, |item| matches!(item, Item::Shutdown(_))), &mut faults);
        faults.extend(self.states_without_provider());
        match serde_json::from_str::<Value>(self.metadata().json()) {
            Err(error) => faults.push(format!("it is not valid JSON: {error}")),
            Ok(info) => count(&info, items, &mut faults),
        }
        faults
    }
}

/// The parameters whose names programs must write in quotes.
fn quoted_names(items: &Items) -> Vec<String> {
    let mut notes = Vec::new();
    let mut note = |owner: &str, params: &[ParamInfo]| {
        for param in params.iter().filter(|param| param.is_argument() && !param.flatten) {
            let key = written_key(param.name);
            if key != param.name {
                notes.push(format!(
                    "programs must quote the name of {owner}'s parameter: `with {{ {key}: … }}`; \
                     a name that needs no quotes is easier to use, `#[arg(name = \"…\")]`"
                ));
            }
        }
    };
    for item in items.iter() {
        match item {
            Item::Action(action) => note(action.name, action.params),
            // The first argument is the value.
            Item::Qualifier(qualifier) => {
                note(qualifier.name, qualifier.params.split_first().map_or(&[], |(_, rest)| rest));
            }
            Item::Service(service) => {
                for method in service.methods {
                    note(&format!("{}.{}", service.name, method.name), method.params);
                }
            }
            _ => {}
        }
    }
    notes
}

/// The members of results that programs cannot read as easily as the author may expect.
fn notes_of_results(items: &Items) -> Vec<String> {
    let mut notes = Vec::new();
    for item in items.iter() {
        let Item::Result(ResultInfo { owner, of_qualifier, members }) = item else { continue };
        for member in members() {
            if member == keys::ERROR && !of_qualifier {
                notes.push(format!(
                    "the result of {owner} has a member `error`: with a string in it, the reply is an error for \
                     legacy and compiled hosts, and the program never gets the rest; name it otherwise, such as \
                     `reason`, or return `Err`"
                ));
            }
            if is_reserved_name(&member) {
                notes.push(format!(
                    "programs must quote the member `{member}` of {owner}'s result: `<r: \"{member}\">`; a name that \
                     needs no quotes is easier to use, `#[serde(rename = \"…\")]`"
                ));
            }
        }
    }
    notes
}

fn find_duplicate_names(items: &Items, faults: &mut Vec<String>) {
    let mut actions = Owners::new("action");
    let mut methods = Owners::new("service method");
    let mut qualifiers = Owners::new("qualifier");
    for (index, item) in items.iter().enumerate() {
        match item {
            Item::Action(action) => {
                for verb in action.verbs {
                    actions.claim(verb, action.name, faults);
                }
                actions.claim(action.name, action.name, faults);
            }
            Item::Service(service) => {
                for method in service.methods {
                    methods.claim(method.name, &format!("{}.{}", service.name, method.name), faults);
                }
            }
            Item::Qualifier(qualifier) => qualifiers.claim(qualifier.name, &index.to_string(), faults),
            _ => {}
        }
    }
}

fn count_of(items: &Items, is: fn(Item) -> bool) -> usize {
    items.iter().filter(|item| is(*item)).count()
}

fn count_hooks(attribute: &str, count: usize, faults: &mut Vec<String>) {
    if count > 1 {
        faults.push(format!("#[{attribute}] is written {count} times: a plugin has one"));
    }
}

fn count(info: &Value, items: &Items, faults: &mut Vec<String>) {
    count_listed(info, "actions", items.actions().count(), faults);
    count_listed(info, "qualifiers", count_of(items, |item| matches!(item, Item::Qualifier(_))), faults);
    count_listed(info, "services", count_of(items, |item| matches!(item, Item::Service(_))), faults);
    count_listed(info, "system_objects", count_of(items, |item| matches!(item, Item::SystemObject(_))), faults);
}

fn count_listed(info: &Value, key: &str, count: usize, faults: &mut Vec<String>) {
    let listed = info[key].as_array().map_or(0, Vec::len);
    if listed != count {
        faults.push(format!("`{key}` lists {listed} of {count}"));
    }
}

/// Which item has claimed a normal form.
struct Owners {
    what: &'static str,
    owners: HashMap<String, String>,
}

impl Owners {
    fn new(what: &'static str) -> Self {
        Self { what, owners: HashMap::new() }
    }

    fn claim(&mut self, name: &str, owner: &str, faults: &mut Vec<String>) {
        match self.owners.insert(normal_form(name), owner.to_owned()) {
            Some(other) if other != owner => {
                faults.push(format!("the {} \"{name}\" is declared twice: {other} and {owner}", self.what));
            }
            _ => {}
        }
    }
}
