//! Values that otherwise only a call makes, for the unit tests of an author's functions.

use std::sync::Arc;

use aro_abi::{Preposition, keys};
use serde_json::Value;

use super::runtime::Runtime;
use super::{Call, Descriptor, EventType, Kind, RawInput, State, Statement, invalid_envelope};
use crate::asynchronous::Executor;
use crate::context::{DEFAULT_INIT_LIMIT, PluginContext};
use crate::error::Result;

/// The plugin of these values. It has no host.
#[cfg(not(all(test, loom)))]
static TEST: PluginContext = PluginContext::new("test", DEFAULT_INIT_LIMIT, Executor::NONE);
#[cfg(all(test, loom))]
static TEST: std::sync::LazyLock<PluginContext> =
    std::sync::LazyLock::new(|| PluginContext::new("test", DEFAULT_INIT_LIMIT, Executor::NONE));

/// What runs in it.
const NAME: &str = "Test";

impl<T> State<T> {
    /// A state of its own, for a unit test that calls a function with a parameter of this type.
    ///
    /// In a plugin the SDK passes the plugin's one value; a value that is made here is not that
    /// one. A clone shares it, so a test can look at it afterwards.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// struct Tickets(AtomicU64);
    ///
    /// fn draw_ticket(tickets: State<Tickets>) -> u64 {
    ///     tickets.0.fetch_add(1, Ordering::Relaxed)
    /// }
    ///
    /// let tickets = State::for_test(Tickets(AtomicU64::new(7)));
    /// assert_eq!(draw_ticket(tickets.clone()), 7);
    /// assert_eq!(tickets.0.load(Ordering::Relaxed), 8);
    /// ```
    #[must_use]
    pub fn for_test(value: T) -> Self {
        Self(Arc::new(value))
    }
}

impl<'input> Call<'input> {
    /// A call of an action with this envelope, for a unit test. It gives every value that a type
    /// with [`FromCall`](crate::FromCall) makes, [`Events`](crate::Events) among them.
    ///
    /// There is no host: [`runtime::invoke`](crate::runtime::invoke) fails with code 9, and a state
    /// that no test has made fails with code 7.
    ///
    /// # Errors
    ///
    /// Code 1 when the envelope is not a JSON object.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    /// use serde_json::json;
    ///
    /// fn register_user(name: &str, events: Events<'_>) -> Result<bool> {
    ///     events.emit("UserCreated", json!({ "name": name }))?;
    ///     Ok(true)
    /// }
    ///
    /// # fn main() -> Result<()> {
    /// let call = Call::for_test("{}")?;
    /// assert!(register_user("Ada", Events::from_call(&call)?)?);
    /// assert_eq!(call.emitted(), [("UserCreated".to_owned(), json!({ "name": "Ada" }))]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn for_test(envelope: &'input str) -> Result<Self> {
        let mut call = Self::with_envelope(&TEST, NAME, Kind::Action);
        match call.index(envelope.as_bytes())? {
            None => Ok(call),
            Some(text) => Err(invalid_envelope(text)),
        }
    }

    /// The events that were emitted so far: the type and the data of each, in their order.
    #[must_use]
    pub fn emitted(&self) -> Vec<(String, Value)> {
        let Some(queue) = self.events() else { return Vec::new() };
        let mut emitted = Vec::new();
        for event in &*queue.borrow() {
            let Ok(mut event) = serde_json::from_slice::<Value>(event.json()) else { continue };
            let data = event[keys::DATA].take();
            emitted.push((event["type"].as_str().unwrap_or_default().to_owned(), data));
        }
        emitted
    }
}

impl<'call> Statement<'call> {
    /// A statement of which nothing is known, as legacy and compiled hosts send it, for a unit
    /// test. The methods `with_…` add what the test needs.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    ///
    /// fn describe_it(statement: Statement<'_>) -> String {
    ///     let result = statement.result().and_then(|result| result.specifier(0));
    ///     let source = statement.source().map_or("something", |source| source.base());
    ///     format!("{} of {source}", result.unwrap_or("all"))
    /// }
    ///
    /// assert_eq!(describe_it(Statement::for_test()), "all of something");
    /// // Describe-It the <summary: short> from the <report: title>.
    /// let statement = Statement::for_test()
    ///     .with_result("summary", ["short"])
    ///     .with_preposition(Preposition::From)
    ///     .with_source("report", ["title"]);
    /// assert_eq!(statement.qualifier(), Some("title"));
    /// assert_eq!(describe_it(statement), "short of report");
    /// ```
    #[must_use]
    pub fn for_test() -> Self {
        Self::default()
    }

    /// With this name for the result.
    #[must_use]
    pub fn with_result(self, base: &'call str, specifiers: impl IntoIterator<Item = &'call str>) -> Self {
        let specifiers = specifiers.into_iter().collect();
        Self { result: Some(Descriptor { base, specifiers }), ..self }
    }

    /// With this object. Its first specifier becomes the qualifier, as hosts send it.
    #[must_use]
    pub fn with_source(self, base: &'call str, specifiers: impl IntoIterator<Item = &'call str>) -> Self {
        let specifiers: Vec<&str> = specifiers.into_iter().collect();
        Self { qualifier: specifiers.first().copied(), source: Some(Descriptor { base, specifiers }), ..self }
    }

    /// With this preposition.
    #[must_use]
    pub fn with_preposition(self, preposition: Preposition) -> Self {
        Self { preposition: Some(preposition), ..self }
    }
}

impl<'call> EventType<'call> {
    /// The type of an event, for a unit test of a handler.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    ///
    /// fn describe(kind: EventType<'_>, payload: &str) -> String {
    ///     format!("{kind}: {payload}")
    /// }
    ///
    /// assert_eq!(describe(EventType::for_test("UserCreated"), "Ada"), "UserCreated: Ada");
    /// ```
    #[must_use]
    pub fn for_test(kind: &'call str) -> Self {
        Self(kind)
    }
}

impl<'call> RawInput<'call> {
    /// An envelope as it came, for a unit test. Nothing reads it.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    ///
    /// fn measure_envelope(input: &RawInput<'_>) -> usize {
    ///     input.len()
    /// }
    ///
    /// assert_eq!(measure_envelope(&RawInput::for_test("{}")), 2);
    /// ```
    #[must_use]
    pub fn for_test(envelope: &'call str) -> Self {
        Self(envelope)
    }
}

impl Runtime {
    /// A program that runs no feature set, as all released hosts are, for a unit test. What answers
    /// are made of is a test with `aro-host-testkit`, whose hosts run feature sets.
    ///
    /// ```
    /// use aro_sdk::prelude::*;
    ///
    /// fn tax(runtime: Runtime) -> f64 {
    ///     runtime.invoke("Tax Rate", &"de").unwrap_or(19.0)
    /// }
    ///
    /// assert_eq!(tax(Runtime::for_test()), 19.0);
    /// ```
    #[must_use]
    pub fn for_test() -> Self {
        Self { plugin: &TEST }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Events, FromCall};

    #[test]
    fn every_value_of_the_call_can_be_made_from_an_envelope() {
        let envelope = r#"{"data":1,"result":{"base":"r","specifiers":["s"]},"source":{"base":"data","specifiers":[]},"preposition":"from"}"#;
        let call = Call::for_test(envelope).unwrap();
        let statement = Statement::from_call(&call).unwrap();
        assert_eq!(statement.result().unwrap().specifier(0), Some("s"));
        assert_eq!(statement.preposition(), Some(Preposition::From));
        assert_eq!(&*RawInput::from_call(&call).unwrap(), envelope);
        assert_eq!(call.argument::<Option<u8>>("absent").unwrap(), None);
        let error = Runtime::from_call(&call).unwrap().invoke::<u8>("Any", &()).unwrap_err();
        assert_eq!(error.code(), aro_abi::ErrorCode::Unsupported);
        assert_eq!(State::<u8>::from_call(&call).unwrap_err().code(), aro_abi::ErrorCode::InvalidState);
    }

    #[test]
    fn emitted_events_come_in_their_order_and_there_are_none_before() {
        let call = Call::for_test("{}").unwrap();
        assert!(call.emitted().is_empty());
        let events = Events::from_call(&call).unwrap();
        for kind in ["A", "B \"quoted\""] {
            events.emit(kind, serde_json::json!({ "kind": kind })).unwrap();
        }
        assert!(events.emit("", serde_json::json!({})).is_err());
        let kinds: Vec<String> = call.emitted().into_iter().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, ["A", "B \"quoted\""]);
    }

    #[test]
    fn what_is_no_envelope_is_refused() {
        for text in ["", "[]", "{", "null", "{\"a\":}"] {
            assert!(Call::for_test(text).is_err(), "{text}");
        }
    }
}
