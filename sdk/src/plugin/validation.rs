//! What can be wrong with a plugin's metadata. Compiled in the plugin's own tests only.

use std::any::TypeId;
use std::collections::HashMap;
use std::io::Write as _;

use aro_abi::{is_builtin_verb, is_reserved_name, keys, normal_form, written_key};
use serde_json::Value;

use super::Plugin;
use super::descriptors::{AsyncInfo, Hook, Item, ParamInfo, ResultInfo};
use super::library;
use super::registry::Items;
use crate::call::{EXECUTORS, StateType, TIMERS};

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
        let mut notes = quoted_names(self.items());
        notes.extend(notes_of_results(self.items()));
        notes.extend(library::unused(self).into_iter().map(|name| {
            format!(
                "it has none of the items of the crate `{name}`, which is linked: `plugin! {{ uses = [{name}] }}` adds them"
            )
        }));
        for note in notes {
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
        find_duplicate_states(items, &mut faults);
        if self.info.handle.is_none() {
            find_hidden_verbs(items, &mut faults);
        }
        find_async_functions_without_executor(self, &mut faults);
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

/// What two items claim. Inside of one crate rustc finds it, so these are items of several crates.
fn find_duplicate_names(items: &Items, faults: &mut Vec<String>) {
    let mut actions = Owners::new("action");
    let mut methods = Owners::new("service method");
    let mut qualifiers = Owners::new("qualifier");
    let mut objects = Owners::new("system object");
    for item in items.iter() {
        match item {
            Item::Action(action) => {
                for verb in action.verbs {
                    actions.claim(verb, action.path, faults);
                }
                actions.claim(action.name, action.path, faults);
            }
            Item::Service(service) => {
                for method in service.methods {
                    methods.claim(method.name, service.path, faults);
                }
            }
            Item::Qualifier(qualifier) => qualifiers.claim(qualifier.name, qualifier.path, faults),
            Item::SystemObject(object) => objects.claim(object.identifier, object.path, faults),
            _ => {}
        }
    }
}

/// The states that two init hooks return: the second would replace the first.
fn find_duplicate_states(items: &Items, faults: &mut Vec<String>) {
    let mut hooks: Vec<(StateType, &str)> = Vec::new();
    for item in items.iter() {
        let Item::Init(Hook { path, returns: Some(returns), .. }) = item else { continue };
        let state = returns();
        if state.id == TypeId::of::<()>() {
            continue;
        }
        if let Some((_, other)) = hooks.iter().find(|(known, _)| known.id == state.id) {
            let name = state.name;
            faults.push(format!("two #[aro_init] functions return a {name}, `{other}` and `{path}`: a plugin has one"));
        }
        hooks.push((state, path));
    }
}

/// The verbs of libraries that a verb of ARO hides. Those of the plugin's own crate are compile
/// errors.
fn find_hidden_verbs(items: &Items, faults: &mut Vec<String>) {
    for action in items.actions() {
        for verb in action.verbs.iter().filter(|verb| is_builtin_verb(&normal_form(verb))) {
            faults.push(format!(
                "the built-in verb `{verb}` hides that of `{}`: give the plugin a handle, `plugin! {{ handle = \"…\" }}`, \
                 so that programs can write `Handle.{verb}`",
                action.path
            ));
        }
    }
}

/// The `async` functions of libraries, in a plugin that cannot run them. Those of the plugin's own
/// crate are compile errors.
fn find_async_functions_without_executor(plugin: &Plugin, faults: &mut Vec<String>) {
    let executor = plugin.info.executor;
    let (runs, sleeps) = (executor.block_on.is_some(), executor.sleep.is_some());
    if cfg!(feature = "tokio") || (runs && sleeps) {
        return;
    }
    for item in plugin.items().iter() {
        let Item::Async(AsyncInfo { path, has_timeout }) = item else { continue };
        if !runs {
            faults.push(format!("`{path}` is async, and the plugin has no executor: {EXECUTORS}"));
        } else if *has_timeout && !sleeps {
            faults.push(format!("`{path}` has a timeout, and the plugin has no timer: {TIMERS}"));
        }
    }
}

fn count_of(items: &Items, is: fn(Item) -> bool) -> usize {
    items.iter().filter(|item| is(*item)).count()
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

/// Which item has claimed a normal form: its path in Rust.
struct Owners {
    what: &'static str,
    owners: HashMap<String, &'static str>,
}

impl Owners {
    fn new(what: &'static str) -> Self {
        Self { what, owners: HashMap::new() }
    }

    fn claim(&mut self, name: &str, path: &'static str, faults: &mut Vec<String>) {
        match self.owners.insert(normal_form(name), path) {
            Some(other) if other != path => {
                let what = self.what;
                faults.push(format!(
                    "the {what} \"{name}\" is declared twice, by `{other}` and by `{path}`: rename one of them"
                ));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asynchronous::{Executor, Task};
    use crate::plugin::PluginInfo;

    extern "C" fn nothing() {}

    static GREET: AsyncInfo = AsyncInfo { path: "greetings::greet", has_timeout: true };

    fn faults_with(executor: Executor) -> String {
        let name = "p";
        let info = PluginInfo {
            name,
            version: "1",
            description: "",
            handle: None,
            entry_points: false,
            uses: &[],
            init_limit: crate::context::DEFAULT_INIT_LIMIT,
            executor,
        };
        let show = |visit: &mut dyn FnMut(Item)| {
            visit(Item::Plugin);
            visit(Item::Async(&GREET));
        };
        let plugin: &'static Plugin = Box::leak(Box::new(Plugin::new(info, show, nothing)));
        plugin.metadata_faults().join("\n")
    }

    #[cfg(not(feature = "tokio"))]
    #[test]
    fn an_async_function_of_a_library_needs_what_the_plugin_has_to_run_it() {
        fn block_on(_: Task<'_>) {}
        let without = faults_with(Executor::NONE);
        assert!(without.contains("`greetings::greet` is async, and the plugin has no executor: write"), "{without}");
        let without_timer = faults_with(Executor { block_on: Some(block_on), sleep: None });
        assert!(
            without_timer.contains("`greetings::greet` has a timeout, and the plugin has no timer"),
            "{without_timer}"
        );
        let sleep = |limit| crate::asynchronous::sleeping(limit, std::future::ready);
        assert_eq!(faults_with(Executor { block_on: Some(block_on), sleep: Some(sleep) }), "");
    }

    #[cfg(feature = "tokio")]
    #[test]
    fn an_async_function_of_a_library_needs_what_the_plugin_has_to_run_it() {
        fn block_on(_: Task<'_>) {}
        assert_eq!(faults_with(Executor::NONE), "");
        assert_eq!(faults_with(Executor { block_on: Some(block_on), sleep: None }), "");
    }
}
