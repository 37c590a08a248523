//! What a plugin in this process and one in a child have in common.

use serde_json::Value;

use super::call::Call;
use crate::plugin::{CallError, Info, Plugin, Reply};

/// A plugin that can be called, wherever it runs: [`Plugin`] in this process,
/// [`Session`](super::Session) in a child.
///
/// All methods call [`perform`](Callable::perform). Each fails as [`Plugin`]'s method of the same
/// name does, and in a child also with [`CallError::Crashed`].
pub trait Callable: Sync {
    /// Makes one call and returns its reply, or `None` for a function that returns nothing.
    ///
    /// # Errors
    ///
    /// [`CallError::MissingSymbol`], [`CallError::NullReply`], [`CallError::UndeclaredEntryPoint`],
    /// and [`CallError::Crashed`].
    fn perform(&self, call: &Call) -> Result<Option<Reply>, CallError>;

    /// Calls an action, or a service by `service:<method>`.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::execute`] and of [`perform`](Callable::perform).
    fn execute(&self, action: &str, input: &Value) -> Result<Reply, CallError> {
        text(self.perform(&Call::execute(action, input)?))
    }

    /// Calls a qualifier.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::qualifier`] and of [`perform`](Callable::perform).
    fn qualifier(&self, name: &str, input: &Value) -> Result<Reply, CallError> {
        text(self.perform(&Call::qualifier(name, input)?))
    }

    /// Delivers an event.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::on_event`] and of [`perform`](Callable::perform).
    fn on_event(&self, event_type: &str, payload: &Value) -> Result<(), CallError> {
        self.perform(&Call::on_event(event_type, payload)?).map(drop)
    }

    /// The plugin's metadata.
    ///
    /// # Errors
    ///
    /// Those of [`Plugin::info`] and of [`perform`](Callable::perform).
    fn info(&self) -> Result<Info, CallError> {
        text(self.perform(&Call::info()))?.read()
    }

    /// Calls `aro_plugin_register`.
    ///
    /// # Errors
    ///
    /// Those of [`perform`](Callable::perform).
    fn register(&self) -> Result<(), CallError> {
        self.perform(&Call::register()).map(drop)
    }

    /// Calls `aro_plugin_init`.
    ///
    /// # Errors
    ///
    /// Those of [`perform`](Callable::perform).
    fn init(&self) -> Result<(), CallError> {
        self.perform(&Call::init()).map(drop)
    }

    /// Calls `aro_plugin_shutdown`.
    ///
    /// # Errors
    ///
    /// Those of [`perform`](Callable::perform).
    fn shutdown(&self) -> Result<(), CallError> {
        self.perform(&Call::shutdown()).map(drop)
    }
}

/// A function that returned no string has failed with `NullReply` already.
fn text(performed: Result<Option<Reply>, CallError>) -> Result<Reply, CallError> {
    performed?.ok_or_else(|| CallError::NullReply { call: String::new() })
}

impl Callable for Plugin {
    fn perform(&self, call: &Call) -> Result<Option<Reply>, CallError> {
        use super::call::Function;

        let arguments = call.arguments();
        let argument = |index: usize| arguments.get(index).and_then(Option::as_deref);
        let (a, b) = (argument(0), argument(1));
        match call.function() {
            Function::Register => self.register().map(|()| None),
            Function::Init => self.init().map(|()| None),
            Function::Shutdown => self.shutdown().map(|()| None),
            Function::FreeNull => {
                self.free_null();
                Ok(None)
            }
            Function::OnEvent => self.on_event_raw(a, b).map(|()| None),
            Function::Info => self.info_reply().map(Some),
            Function::Execute => self.execute_raw(a, b).map(Some),
            Function::Qualifier => self.qualifier_raw(a, b).map(Some),
            Function::ObjectRead => self.object_read_raw(a, b).map(Some),
            Function::ObjectWrite => self.object_write_raw(a, b, argument(2)).map(Some),
            Function::ObjectList => self.object_list_raw(a).map(Some),
            Function::EntryPoint(symbol) => self.entry_point(symbol, a).map(Some),
        }
    }
}
