//! What the attributes register: one static descriptor for each item.

use crate::call::{ArgumentType, Call, ParamKind, StateType};
use crate::error::Result;
use crate::reply::Reply;
use crate::types::TypeSet;

/// Reads the arguments, calls the function and writes the reply.
pub type Run = for<'call, 'input> fn(&'call Call<'input>) -> Result<Reply>;

/// What an attribute registers.
#[derive(Clone, Copy)]
pub enum Item {
    /// `plugin!` or `library!` itself: without it, the file's constructors have not run yet.
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
    /// An `async` function, beside the item that it is.
    Async(&'static AsyncInfo),
    /// What a function returns; in the plugin's own tests only.
    Result(&'static ResultInfo),
}

/// What an action, a service method or a qualifier returns.
pub struct ResultInfo {
    /// The function's name for programs.
    pub owner: &'static str,
    /// Whether the function is a qualifier, whose result is never at the top of a reply.
    pub of_qualifier: bool,
    /// The members of the objects that it returns, as far as they are known.
    pub members: fn() -> Vec<String>,
}

/// An `async` function.
pub struct AsyncInfo {
    /// The function in Rust, for messages: `crate::module::function`.
    pub path: &'static str,
    /// Whether it has a timeout.
    pub has_timeout: bool,
}

/// What `#[aro_action]` declares.
pub struct Action {
    /// The action's name.
    pub name: &'static str,
    /// The item in Rust, for messages: `crate::module::item`.
    pub path: &'static str,
    /// Its verbs, as declared.
    pub verbs: &'static [&'static str],
    /// Other spellings of its name and its verbs that hosts send. They differ from the declared
    /// ones in more than the case of ASCII letters.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// Its role, a word of the ABI.
    pub role: &'static str,
    /// The prepositions that it accepts.
    pub prepositions: &'static [&'static str],
    /// The version that introduced it.
    pub since: Option<&'static str>,
    /// The name of its C entry point.
    pub symbol: &'static str,
    /// Whether it is deprecated.
    pub deprecation: Option<Deprecation>,
    /// The types of the events that it declares to emit.
    pub emits: &'static [&'static str],
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

/// What `#[aro_qualifier]` declares.
pub struct Qualifier {
    /// Its name, as declared.
    pub name: &'static str,
    /// The item in Rust, for messages: `crate::module::item`.
    pub path: &'static str,
    /// Other spellings, as for an action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// The types of values that it takes, if the attribute lists them. Otherwise they are those of
    /// its first argument.
    pub input_types: Option<TypeSet>,
    /// Whether it is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Its parameters; the first argument is the value to which it is applied.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

/// What `#[aro_service]` declares.
pub struct Service {
    /// Its name.
    pub name: &'static str,
    /// The item in Rust, for messages: `crate::module::item`.
    pub path: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The state that its methods are called on.
    pub state: fn() -> ParamKind,
    /// Its methods.
    pub methods: &'static [ServiceMethod],
}

/// A method of a service.
pub struct ServiceMethod {
    /// Its name.
    pub name: &'static str,
    /// The names by which hosts call it: `service:` and its name, then other spellings, as for an
    /// action.
    pub spellings: &'static [&'static str],
    /// What it does; may be empty.
    pub description: &'static str,
    /// Whether it is deprecated.
    pub deprecation: Option<Deprecation>,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The call.
    pub run: Run,
}

/// What `#[deprecated]` says.
#[derive(Clone, Copy, Debug)]
pub struct Deprecation {
    /// The version since which an item is deprecated.
    pub since: Option<&'static str>,
    /// What to use instead.
    pub note: Option<&'static str>,
}

/// A parameter, as the metadata describes it.
#[derive(Debug)]
pub struct ParamInfo {
    /// The name that programs use.
    pub name: &'static str,
    /// Its doc comment; may be empty.
    pub description: &'static str,
    /// What it takes.
    pub kind: fn() -> ParamKind,
    /// Whether it takes all arguments at once.
    pub flatten: bool,
    /// Its default, if it has one.
    pub default: Option<DefaultValue>,
}

impl ParamInfo {
    /// An argument without a doc comment and without keys of `#[arg]`: what most parameters are.
    pub const PLAIN: Self = Self { name: "", description: "", kind: any_argument, flatten: false, default: None };

    /// Whether it is an argument.
    pub(super) fn is_argument(&self) -> bool {
        matches!((self.kind)(), ParamKind::Argument(_))
    }

    /// The types of values that it is read from.
    pub(super) fn types(&self) -> TypeSet {
        match (self.kind)() {
            ParamKind::Argument(argument) => argument.types(),
            ParamKind::OfCall | ParamKind::State(_) => TypeSet::NONE,
        }
    }

    /// The JSON Schema of its type, if that has one.
    #[cfg(feature = "schemars")]
    pub(super) fn describe(&self, generator: &mut schemars::SchemaGenerator) -> Option<schemars::Schema> {
        match (self.kind)() {
            ParamKind::Argument(argument) => argument.describe(generator),
            ParamKind::OfCall | ParamKind::State(_) => None,
        }
    }

    /// The format of its string, as JSON Schema calls it.
    pub(super) fn format(&self) -> Option<&'static str> {
        match (self.kind)() {
            ParamKind::Argument(argument) => argument.format(),
            ParamKind::OfCall | ParamKind::State(_) => None,
        }
    }
}

fn any_argument() -> ParamKind {
    ParamKind::Argument(ArgumentType::ANY)
}

/// The default of a parameter.
#[derive(Clone, Copy, Debug)]
pub enum DefaultValue {
    /// An expression that is not a literal.
    Computed,
    /// A string or a character.
    String(&'static str),
    /// A number, as JSON writes it.
    Number(&'static str),
    /// A boolean.
    Bool(bool),
}

/// What `#[aro_on_event]` declares.
pub struct Handler {
    /// The function's name.
    pub name: &'static str,
    /// The pattern: a type, `Prefix*`, or `*`. It is case-sensitive ([ABI, section
    /// 7](aro_abi::reference#7-metadata)).
    pub pattern: &'static str,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// Reads the payload and calls the function.
    pub run: RunHook,
}

/// What `#[aro_system_object]` declares: one object with the methods that it has.
pub struct SystemObject {
    /// Its name in programs.
    pub identifier: &'static str,
    /// The item in Rust, for messages: `crate::module::item`.
    pub path: &'static str,
    /// What it is for; may be empty.
    pub description: &'static str,
    /// The state that its methods are called on.
    pub state: fn() -> ParamKind,
    /// The names of its methods, and their parameters.
    pub params: &'static [(&'static str, &'static [ParamInfo])],
    /// `readable`.
    pub read: Option<Run>,
    /// `writable`.
    pub write: Option<Run>,
    /// `enumerable`.
    pub list: Option<Run>,
}

/// Reads the parameters of a function without a reply and calls it.
pub type RunHook = for<'call, 'input> fn(&'call Call<'input>) -> Result<()>;

/// `#[aro_init]` or `#[aro_shutdown]`.
pub struct Hook {
    /// The function's name.
    pub name: &'static str,
    /// The item in Rust, for messages: `crate::module::item`.
    pub path: &'static str,
    /// Its parameters.
    pub params: &'static [ParamInfo],
    /// The state that init returns; `None` if that type has no name (`impl Trait`).
    pub returns: Option<fn() -> StateType>,
    /// Reads the parameters and calls the function.
    pub run: RunHook,
}
