//! Where a statement finds variables and arguments.
//!
//! ARO keeps the arguments of a statement among the variables of its context, and forgets them when
//! the next statement of that context begins. The body of a loop and an event handler run in a
//! child context, which reads what is around it. So a statement there that has no arguments of its
//! own finds those of the statement before the loop, or of the `Emit`: *stale arguments* (ABI,
//! section 3). Nothing else in the host knows of them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::value;

/// The arguments of one statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Arguments {
    /// The value after `with`. Hosts send it only if it is an object.
    pub(crate) with: Option<Value>,
    /// The value of the statement's expression: its object if that is one, else the value after
    /// `with`.
    pub(crate) expression: Option<Value>,
}

/// The variables and the arguments of a feature set, a loop's body or an event handler.
#[derive(Debug, Default)]
pub(crate) struct Context {
    parent: Option<Arc<Context>>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    variables: Map<String, Value>,
    arguments: Arguments,
}

impl Context {
    /// A context inside this one, which has this variable.
    pub(crate) fn child(self: &Arc<Self>, name: &str, value: Value) -> Arc<Self> {
        let variables = Map::from_iter([(name.to_owned(), value)]);
        let inner = Inner { variables, arguments: Arguments::default() };
        Arc::new(Self { parent: Some(Arc::clone(self)), inner: Mutex::new(inner) })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Updates are complete values, so a panic elsewhere leaves them consistent.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find<T>(&self, get: impl Fn(&Inner) -> Option<T>) -> Option<T> {
        let mut context = Some(self);
        while let Some(here) = context {
            if let Some(found) = get(&here.inner()) {
                return Some(found);
            }
            context = here.parent.as_deref();
        }
        None
    }

    pub(crate) fn variable(&self, name: &str) -> Option<Value> {
        self.find(|inner| inner.variables.get(name).cloned())
    }

    /// The variables of this context, without those around it.
    pub(crate) fn variables(&self) -> Map<String, Value> {
        self.inner().variables.clone()
    }

    /// `<now>` is built into ARO; its value is a date.
    pub(crate) fn variable_or_now(&self, name: &str) -> Option<Value> {
        self.variable(name).or_else(|| (name == "now").then(value::now))
    }

    pub(crate) fn bind(&self, name: &str, value: Value) {
        self.inner().variables.insert(name.to_owned(), value);
    }

    pub(crate) fn bind_all(&self, variables: Map<String, Value>) {
        self.inner().variables.extend(variables);
    }

    /// Begins a statement with these arguments in place of those of the last one.
    pub(crate) fn begin_statement(&self, arguments: Arguments) {
        self.inner().arguments = arguments;
    }

    /// The value of the statement's own expression.
    pub(crate) fn expression(&self) -> Option<Value> {
        self.inner().arguments.expression.clone()
    }

    /// The arguments that a statement of this context sends: its own, and in place of what it lacks
    /// those of the statement that the context around this one is at.
    pub(crate) fn effective(&self, own: Arguments) -> Arguments {
        let Some(parent) = &self.parent else { return own };
        Arguments {
            with: own.with.or_else(|| parent.find(|inner| inner.arguments.with.clone())),
            expression: own.expression.or_else(|| parent.find(|inner| inner.arguments.expression.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_child_reads_what_is_around_it_and_binds_for_itself() {
        let outer = Arc::new(Context::default());
        outer.bind("x", json!(1));
        let inner = outer.child("i", json!(2));
        assert_eq!((inner.variable("x"), inner.variable("i")), (Some(json!(1)), Some(json!(2))));
        inner.bind("x", json!(3));
        assert_eq!((outer.variable("x"), outer.variable("i")), (Some(json!(1)), None));
    }

    #[test]
    fn only_a_child_sees_stale_arguments_and_its_own_replace_them() {
        let arguments = |n| Arguments { with: Some(json!({ "n": n })), expression: None };
        let outer = Arc::new(Context::default());
        outer.begin_statement(arguments(1));
        assert_eq!(outer.effective(Arguments::default()), Arguments::default());
        let inner = outer.child("i", json!(2));
        assert_eq!(inner.effective(Arguments::default()), arguments(1));
        assert_eq!(inner.effective(arguments(2)), arguments(2));
        inner.begin_statement(arguments(2));
        assert_eq!(inner.effective(Arguments::default()), arguments(1));
    }
}
