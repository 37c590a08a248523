//! What the attributes register: one static descriptor for each item.

use super::Plugin;
use super::describe::describe_events;
use super::json::Json;
use super::schema::{ParamInfo, Schema};
use crate::call::Call;
use crate::error::Result;
use crate::reply::Reply;
use crate::types::TypeSet;

/// Reads the arguments, calls the function and writes the reply.
pub type Run = for<'call, 'input> fn(&'call Call<'input>) -> Result<Reply>;

/// What an attribute registers.
///
/// Optional kinds carry function pointers, so that the linker can drop the support code of those
/// that a plugin does not have.
#[derive(Clone, Copy)]
pub enum Item {
    /// `plugin!` itself: without it, the library's constructors have not run yet.
    Plugin,
    /// `#[aro_action]`.
    Action(&'static Action),
    /// `#[aro_qualifier]`.
    Qualifier(&'static Qualifier),
    /// `#[aro_service]`.
    Service(&'static Service),
    /// `#[aro_system_object]`.
    SystemObject(&'static SystemObject),
    /// `#[aro_on_event]`.
    Handler(&'static Handler),
    /// `#[aro_init]`.
    Init(&'static Hook),
    /// `#[aro_shutdown]`.
    Shutdown(&'static Hook),
}

/// Writes the events of a plugin into the metadata.
pub type DescribeEvents = fn(&Plugin, &mut Json);

/// The events that an action or a service says it emits.
pub struct Emits {
    pub(super) types: &'static [&'static str],
    /// If there are any.
    pub(super) describe: Option<DescribeEvents>,
}

impl Emits {
    /// Of these types.
    #[must_use]
    pub const fn of(types: &'static [&'static str]) -> Self {
        Self { types, describe: if types.is_empty() { None } else { Some(describe_events) } }
    }
}

/// What `#[aro_action]` says.
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Spellings of its names that hosts send and that are not the same but for the case of ASCII
    /// letters.
    pub spellings: &'static [&'static str],
    /// Its entry in the metadata, as JSON; where the macro could not say the schema of the
    /// parameters, the entry breaks off before it.
    pub info: &'static str,
    /// Where in it the member begins that names the C entry point.
    pub symbol_at: usize,
    /// Where the schema begins.
    pub schema_at: usize,
    /// The schema, if it has to be written.
    pub schema: Schema,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// The events that it says it emits.
    pub emits: Emits,
    /// The call.
    pub run: Run,
}

/// What `#[aro_qualifier]` says.
pub struct Qualifier {
    /// Its name, as declared.
    pub name: &'static str,
    /// Other spellings, as for an action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// The types it takes, where the attribute names them; else those of its first parameter.
    pub input_types: Option<TypeSet>,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Its parameters; the first that is a value takes the value.
    pub params: &'static [ParamInfo],
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &Qualifier),
    /// The call.
    pub run: Run,
}

/// What `#[aro_service]` says.
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The events that it says it emits.
    pub emits: Emits,
    /// Its methods.
    pub methods: &'static [ServiceMethod],
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &Service),
}

/// A method of a service.
pub struct ServiceMethod {
    /// Its name.
    pub name: &'static str,
    /// What hosts call it: its name with `service:` before it; then other spellings, as for an
    /// action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// Its entry among the deprecations, as JSON, if it is deprecated.
    pub deprecation: Option<&'static str>,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

/// What `#[aro_on_event]` says.
pub struct Handler {
    /// The function's name.
    pub name: &'static str,
    /// The pattern: a type, `Prefix*`, or `*`. It is case-sensitive (ABI, section 7).
    pub pattern: &'static str,
    /// Reads the payload and calls the function.
    pub run: RunHook,
    /// Writes the plugin's events into the metadata.
    pub describe: DescribeEvents,
}

/// What `#[aro_system_object]` says: one object with the methods that it has.
pub struct SystemObject {
    /// Its name in programs.
    pub identifier: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// `readable`.
    pub read: Option<Run>,
    /// `writable`.
    pub write: Option<Run>,
    /// `enumerable`.
    pub list: Option<Run>,
    /// Writes its entry in the metadata.
    pub describe: fn(&mut Json, &SystemObject),
}

/// Reads the parameters of a function without a reply and calls it.
pub type RunHook = for<'call, 'input> fn(&'call Call<'input>) -> Result<()>;

/// `#[aro_init]` or `#[aro_shutdown]`.
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// Reads the parameters and calls the function.
    pub run: RunHook,
}

impl Hook {
    /// A function of this name, which `run` calls.
    #[must_use]
    pub const fn new(name: &'static str, run: RunHook) -> Self {
        Self { name, run }
    }
}
