//! Dispatch: calls of actions, services and qualifiers, and delivery of events, once a statement's
//! expressions are evaluated.

use std::sync::Arc;

use aro_abi::HostPath;
use aro_abi::SERVICE_PREFIX;
use aro_abi::envelope::{self as abi_envelope, Members};
use serde_json::{Map, Value};

use super::context::{Arguments, Context};
use super::envelope::{self, ActionStatement};
use super::error::RunError;
use super::metadata::subscribes_to;
use super::outcome::{Outcome, Thrown};
use super::registry::{RegisteredVerb, looked_up};
use super::setup::State;
use super::{Host, invoke, notes, rules, value, wire};
use crate::plugin::Event;

impl Host<'_> {
    /// Runs a statement whose expressions are evaluated already.
    ///
    /// Unlike [`run`](Self::run), this considers only the plugins' verbs, even if a built-in verb
    /// hides them, in any case and with hyphens. It binds the variables of `bindings` first.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownVerb`], [`RunError::Bindings`].
    pub fn dispatch(&self, statement: &ActionStatement, bindings: impl Into<Value>) -> Result<Outcome, RunError> {
        self.bind_all(bindings.into())?;
        let mut outcome = Outcome::new(self.path, statement.verb.as_str());
        let verb = self.verb(&statement.verb, &mut outcome)?;
        let mut statement = statement.clone();
        for argument in [&mut statement.with, &mut statement.expression] {
            *argument = argument.take().map(value::given);
        }
        self.dispatch_to(&verb, &statement, &self.root, &mut outcome);
        Ok(self.record(outcome))
    }

    /// Calls an action by its action string, as the host does: with a copy of `input` under
    /// `_with`, and with the host's retries. The outcome has the value, which is not bound to a
    /// variable.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn execute(&self, plugin: &str, action: &str, input: &Value) -> Result<Outcome, RunError> {
        let index = self.index(plugin)?;
        let mut outcome = Outcome::new(self.path, action);
        let input = value::given_members(input.as_object().cloned().unwrap_or_default());
        let input = envelope::sent_members(&input).map(abi_envelope::service);
        outcome.ended = self.call(index, action, input, &mut outcome).map(Some);
        Ok(self.record(outcome))
    }

    /// As [`execute`](Self::execute), and publishes the events of the reply, where the host path
    /// does so for a statement. The value is then without them.
    ///
    /// # Errors
    ///
    /// [`RunError::UnknownPlugin`].
    pub fn execute_and_publish(&self, plugin: &str, action: &str, input: &Value) -> Result<Outcome, RunError> {
        let index = self.index(plugin)?;
        let mut outcome = Outcome::new(self.path, action);
        let input = value::given_members(input.as_object().cloned().unwrap_or_default());
        let input = envelope::sent_members(&input).map(abi_envelope::service);
        let called = self.call(index, action, input, &mut outcome);
        outcome.ended = called.map(|value| Some(self.publish_events(value, &mut outcome)));
        Ok(self.record(outcome))
    }

    /// Calls a method of a service, as `Call the <r> from the <service: method> with { … }` does.
    /// The outcome has the value, which is not bound to a variable.
    ///
    /// ```no_run
    /// use aro_host_testkit::Host;
    /// use serde_json::json;
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// let outcome = host.service("kv-store", "get", &json!({ "key": "a" }));
    /// # let _ = outcome;
    /// ```
    pub fn service(&self, service: &str, method: &str, arguments: &Value) -> Outcome {
        let mut outcome = Outcome::new(self.path, format!("Call the <result> from the <{service}: {method}>"));
        let arguments = value::given_members(arguments.as_object().cloned().unwrap_or_default());
        outcome.ended = self.call_service(service, method, &arguments, &mut outcome).map(Some);
        self.record(outcome)
    }

    /// Applies a qualifier, `Handle.name`, to a value, as `Compute the <r: Handle.name> from <v>`
    /// does. `with` are the statement's arguments.
    ///
    /// A program takes the name of a qualifier that no plugin has for something else. Here the
    /// outcome has [thrown](Outcome::thrown).
    ///
    /// ```no_run
    /// use aro_host_testkit::{Host, assert_value};
    /// use serde_json::json;
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// assert_value!(host.qualifier("Collections.sorted", &json!([2, 1]), None), [1, 2]);
    /// ```
    pub fn qualifier(&self, qualifier: &str, input: &Value, with: Option<&Value>) -> Outcome {
        let mut outcome = Outcome::new(self.path, format!("Compute the <result: {qualifier}> from the <value>"));
        outcome.ended = if self.has_qualifier(qualifier) {
            self.qualify(qualifier, &value::given(input.clone()), with, &mut outcome).map(Some)
        } else {
            let known: Vec<String> = self.registered().qualifiers.into_iter().map(|known| known.key).collect();
            outcome.notes.push(format!("{} has the qualifiers {}", self.path, known.join(", ")));
            Err(Thrown::new(format!("Qualifier not found: {qualifier}")))
        };
        self.record(outcome)
    }

    /// Publishes an event as `Emit` does, and delivers it to the plugins that subscribe to it. On
    /// the legacy and compiled paths no plugin gets it. A real host delivers events on another
    /// thread; here all plugins have handled the event when this returns.
    pub fn emit(&self, event_type: &str, payload: &Value) -> Outcome {
        let mut outcome = Outcome::new(self.path, format!("Emit a <{event_type}: event>"));
        let data = value::given_members(payload.as_object().cloned().unwrap_or_default());
        self.publish(Event { event_type: event_type.to_owned(), data }, &mut outcome);
        self.record(outcome)
    }

    pub(super) fn record(&self, mut outcome: Outcome) -> Outcome {
        let mut state = self.state();
        outcome.notes.extend(state.warnings.drain(..).map(|warning| warning.text));
        if self.records {
            state.calls.extend(outcome.calls.iter().cloned());
            state.events.extend(outcome.events.iter().cloned());
        } else {
            outcome.calls.clear();
        }
        drop(state);
        outcome
    }

    pub(super) fn bind_all(&self, bindings: Value) -> Result<(), RunError> {
        match bindings {
            Value::Null => Ok(()),
            Value::Object(members) => {
                self.root.bind_all(value::given_members(members));
                Ok(())
            }
            other => Err(RunError::Bindings { received: other.to_string() }),
        }
    }

    /// Finds the verb, in another spelling if the host respells.
    pub(super) fn verb(&self, written: &str, outcome: &mut Outcome) -> Result<RegisteredVerb, RunError> {
        let verbs = self.registered().verbs;
        let key = looked_up(written);
        if let Some(found) = verbs.iter().find(|verb| verb.verb == key) {
            return Ok(found.clone());
        }
        let plain = |verb: &str| verb.rsplit('.').next().unwrap_or_default().to_owned();
        let other = verbs.iter().find(|verb| plain(&verb.verb) == plain(&key)).filter(|verb| {
            let both_handled = key.contains('.') && verb.verb.contains('.');
            self.respells && !both_handled && !verb.shadowed_by_builtin
        });
        if let Some(other) = other {
            outcome.notes.push(format!("{} knows `{written}` as `{}`", self.path, other.written));
            return Ok(other.clone());
        }
        let known = verbs.into_iter().map(|verb| verb.written).collect();
        Err(RunError::UnknownVerb { verb: written.to_owned(), known, path: self.path })
    }

    pub(super) fn dispatch_to(
        &self,
        verb: &RegisteredVerb,
        statement: &ActionStatement,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) {
        outcome.ended = self.call_action(verb, statement, context, outcome).map(Some);
    }

    fn call_action(
        &self,
        verb: &RegisteredVerb,
        statement: &ActionStatement,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let own = statement;
        let mut statement = own.clone();
        let object = match statement.source.base.as_str() {
            aro_abi::keys::EXPRESSION if statement.expression.is_some() => statement.expression.clone(),
            base => context.variable_or_now(base),
        };
        if self.path.sends_stale_arguments() {
            self.take_left_over(&mut statement, outcome);
        } else {
            let arguments = Arguments { with: statement.with.take(), expression: statement.expression.take() };
            let sent = context.effective(arguments.clone());
            if sent != arguments && (arguments.with.is_none() || arguments.expression.is_none()) {
                outcome
                    .notes
                    .push("with-arguments of the statement before this loop or handler are sent again".to_owned());
            }
            (statement.with, statement.expression) = (sent.with, sent.expression);
        }
        let input = envelope::input(&statement, object.as_ref()).map(|input| input.envelope(self.path));
        outcome.notes.extend(notes::unbound_object(&statement, object.as_ref()));
        let replied = self.call(verb.index, &verb.action, input, outcome);
        let action = self.plugins[verb.index].metadata().and_then(|metadata| metadata.action(&verb.action));
        outcome.notes.extend(notes::object_fills_a_parameter(&statement, object.as_ref(), action));
        outcome.notes.extend(notes::arguments_that_nothing_reads(own, action));
        let value = self.publish_events(replied?, outcome);
        context.bind(&statement.result.base, value.clone());
        Ok(value)
    }

    /// Publishes the events of an action's reply. Returns the value without them.
    pub(super) fn publish_events(&self, mut value: Value, outcome: &mut Outcome) -> Value {
        let events = if self.path == HostPath::Eager { rules::take_events(&mut value) } else { Vec::new() };
        for event in events {
            self.publish(event, outcome);
        }
        outcome.notes.extend(notes::events_left(self.path, &value));
        value
    }

    /// A compiled program clears neither the with-arguments nor the expression, so it sends those
    /// of an earlier statement again. It does so for plugins in a folder beside it too.
    fn take_left_over(&self, statement: &mut ActionStatement, outcome: &mut Outcome) {
        let mut state = self.state();
        let State { left_with, left_expression, .. } = &mut *state;
        for (own, left) in [(&mut statement.with, left_with), (&mut statement.expression, left_expression)] {
            if own.is_some() {
                left.clone_from(own);
            } else if let Some(stale) = left.as_ref().filter(|value| value.is_object()) {
                outcome.notes.push(format!("{} sends {stale} of an earlier statement again", self.path));
                *own = Some(stale.clone());
            }
        }
    }

    pub(super) fn leave_with(&self, with: Option<&Value>) {
        if let (true, Some(with)) = (self.path.sends_stale_arguments(), with) {
            self.state().left_with = Some(with.clone());
        }
    }

    /// One call of an action or service, from its input to the value.
    fn call(
        &self,
        index: usize,
        action: &str,
        input: Result<Members, &'static str>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let reply = self.reply(index, action, input.map(|input| input.to_string()), outcome)?;
        self.read_reply(index, action, reply.as_deref())
    }

    /// One call of an action or service, from its input to the reply.
    pub(super) fn reply(
        &self,
        index: usize,
        action: &str,
        input: Result<String, &'static str>,
        outcome: &mut Outcome,
    ) -> Result<Option<String>, Thrown> {
        let loaded = &self.plugins[index];
        self.start(loaded, &mut outcome.calls);
        if !loaded.has_execute() {
            let name = loaded.name();
            let message = format!("Native plugin '{name}' missing required function 'aro_plugin_execute'");
            return Err(Thrown::new(message));
        }
        let input = input.map_err(|what| {
            outcome.notes.push(format!("the input holds {what}, which hosts cannot send"));
            Thrown::new(rules::UNREADABLE)
        })?;
        let _current = invoke::enter(self.handler.as_ref());
        Ok(loaded.execute(action, &input, self.records.then_some(&mut outcome.calls)))
    }

    /// The value of an action's or a service's reply.
    pub(super) fn read_reply(&self, index: usize, action: &str, reply: Option<&str>) -> Result<Value, Thrown> {
        rules::action(self.path, &format!("{}.{action}", self.plugins[index].name()), reply)
    }

    pub(super) fn call_service(
        &self,
        service: &str,
        method: &str,
        arguments: &Map<String, Value>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let is = |name: &str| match self.path.is_interpreter() {
            true => name.to_lowercase() == service.to_lowercase(),
            false => name == service,
        };
        let provides = |index: &usize| {
            let loaded = &self.plugins[*index];
            let declared = loaded.metadata().is_some_and(|metadata| metadata.services.iter().any(|name| is(name)));
            is(&loaded.name_in_programs()) || declared && !matches!(self.path, HostPath::Lazy | HostPath::LegacyManaged)
        };
        let Some(index) = (0..self.plugins.len()).rev().find(provides) else {
            let known: Vec<String> = self.registered().services.into_iter().collect();
            outcome.notes.push(format!("{} has the services {}", self.path, known.join(", ")));
            return Err(Thrown::new(format!("Service not found: {service}")));
        };
        let input = envelope::sent_members(arguments).map(abi_envelope::service);
        let value = self.call(index, &format!("{SERVICE_PREFIX}{method}"), input, outcome)?;
        outcome.notes.extend(notes::events_left(self.path, &value));
        Ok(value)
    }

    /// Whether the host has the qualifier. Programs write the plugin's handle or name before it.
    pub(super) fn has_qualifier(&self, full: &str) -> bool {
        self.find_qualifier(full).is_some()
    }

    fn find_qualifier(&self, full: &str) -> Option<super::RegisteredQualifier> {
        let key = full.to_lowercase();
        let qualifiers = self.registered().qualifiers;
        let by_handle = |found: &&super::RegisteredQualifier| {
            let handle = self.plugins[found.index].handle();
            self.respells && handle.is_some_and(|handle| format!("{handle}.{}", found.name).to_lowercase() == key)
        };
        let found = qualifiers.iter().find(|found| found.key == key);
        found.or_else(|| qualifiers.iter().find(by_handle)).cloned()
    }

    /// Calls one qualifier of a chain.
    pub(super) fn qualify(
        &self,
        full: &str,
        input: &Value,
        with: Option<&Value>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        let Some(qualifier) = self.find_qualifier(full) else { return Ok(input.clone()) };
        let received = value::type_of(input);
        if !qualifier.input_types.contains(received.as_str()) {
            let expected = qualifier.input_types.iter().cloned().collect::<Vec<_>>().join(", ");
            return Err(Thrown::new(format!("Qualifier '{full}' expects [{expected}] but received {received}")));
        }
        let text = |value: &Value| envelope::encoded(&value::qualified(value));
        let with = with.and_then(Value::as_object);
        let with = with.map(|with| with.iter().map(|(name, value)| (name.as_str(), text(value))).collect());
        let sent = abi_envelope::qualifier(received, text(input), with.as_ref()).to_string();
        let loaded = &self.plugins[qualifier.index];
        let name = qualifier.name.to_lowercase();
        let _current = invoke::enter(self.handler.as_ref());
        let reply = loaded.qualifier(&name, &sent, &mut outcome.calls);
        rules::qualifier(self.path, &loaded.name(), full, &name, reply.as_deref())
    }

    pub(super) fn publish(&self, event: Event, outcome: &mut Outcome) {
        let payload = value::sent_members(&event.data).map_or_else(
            |what| {
                outcome.notes.push(format!("the payload holds {what}, so plugins get an empty one"));
                "{}".to_owned()
            },
            |data| wire::text(&data.into()),
        );
        for loaded in self.plugins.iter().filter(|_| self.path.is_interpreter()) {
            if loaded.metadata().is_some_and(|metadata| subscribes_to(&metadata.subscribes, &event.event_type)) {
                let _current = invoke::enter(self.handler.as_ref());
                loaded.on_event(&event.event_type, &payload, &mut outcome.calls);
            }
        }
        if let Some(observer) = &self.observer {
            observer(&event);
        }
        outcome.events.push(event);
    }
}
