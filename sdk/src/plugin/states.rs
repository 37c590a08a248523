//! Which states the plugin's functions want, and whether something provides them.
//!
//! A `State<T>` needs a `T` that implements `Default`, or an init that returns a `T`. No macro sees
//! both, and the function may be in another crate than init. So the descriptors carry the types,
//! and they are compared here: by the plugin's own test, by the metadata in debug builds, and at
//! start, where one error replaces the error of each call.

use super::Plugin;
use super::descriptors::{Item, ParamInfo};
use crate::call::{ParamKind, StateType};
use crate::error::{Error, Result};

impl Plugin {
    /// # Errors
    ///
    /// Code 7 when a state is wanted that nothing provides. The message names all of them.
    pub(super) fn check_states(&self) -> Result<()> {
        let faults = self.states_without_provider();
        if faults.is_empty() { Ok(()) } else { Err(Error::invalid_state(faults.join("; "))) }
    }

    /// What is wanted and not provided, in words.
    pub(super) fn states_without_provider(&self) -> Vec<String> {
        let mut provided = Vec::new();
        for hook in self.items().iter() {
            if let Item::Init(hook) = hook {
                match hook.returns {
                    Some(state) => provided.push(state().id),
                    // What it returns is unknown.
                    None => return Vec::new(),
                }
            }
        }
        let mut faults = Vec::new();
        self.for_each_state(&mut |owner, param, state| {
            if !state.has_default && !provided.contains(&state.id) {
                let name = state.name;
                let wanted = match param {
                    Some(param) => format!("{owner} has the parameter \"{param}\" of the type State<{name}>"),
                    None => format!("{owner} is an `impl` block of {name}"),
                };
                faults.push(format!(
                    "{wanted}, but nothing provides a {name}: implement `Default` for it, \
                     or return it from the #[aro_init] function"
                ));
            }
        });
        faults
    }

    /// Calls `visit` with each state that is wanted: by which item, and by which parameter.
    fn for_each_state(&self, visit: &mut dyn FnMut(&str, Option<&str>, StateType)) {
        for item in self.items().iter() {
            match item {
                Item::Action(action) => states_of(&format!("the action \"{}\"", action.name), action.params, visit),
                Item::Qualifier(qualifier) => {
                    states_of(&format!("the qualifier \"{}\"", qualifier.name), qualifier.params, visit);
                }
                Item::Service(service) => {
                    let owner = format!("the service \"{}\"", service.name);
                    state_of_block(&owner, service.state, visit);
                    for method in service.methods {
                        states_of(&format!("the method \"{}\" of {owner}", method.name), method.params, visit);
                    }
                }
                Item::SystemObject(object) => {
                    let owner = format!("the system object \"{}\"", object.identifier);
                    state_of_block(&owner, object.state, visit);
                    for (method, params) in object.params {
                        states_of(&format!("the method \"{method}\" of {owner}"), params, visit);
                    }
                }
                Item::Handler(handler) => {
                    states_of(&format!("the event handler \"{}\"", handler.name), handler.params, visit);
                }
                Item::Init(hook) | Item::Shutdown(hook) => {
                    states_of(&format!("the function \"{}\"", hook.name), hook.params, visit);
                }
                Item::Plugin | Item::Result(_) | Item::Async(_) => {}
            }
        }
    }
}

fn state_of_block(owner: &str, state: fn() -> ParamKind, visit: &mut dyn FnMut(&str, Option<&str>, StateType)) {
    if let ParamKind::State(state) = state() {
        visit(owner, None, state);
    }
}

fn states_of(owner: &str, params: &[ParamInfo], visit: &mut dyn FnMut(&str, Option<&str>, StateType)) {
    for param in params {
        if let ParamKind::State(state) = (param.kind)() {
            visit(owner, Some(param.name), state);
        }
    }
}
