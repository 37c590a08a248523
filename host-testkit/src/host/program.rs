//! Runs statements.

use std::sync::Arc;

use aro_abi::envelope::Descriptor;
use aro_abi::keys;
use serde_json::Value;

use super::Host;
use super::builtins::BuiltIn;
use super::context::{Arguments, Context};
use super::envelope::ActionStatement;
use super::error::RunError;
use super::eval::{Scope, evaluate, member, truth};
use super::outcome::{Cause, Outcome, Thrown};
use super::registry::looked_up;
use crate::plugin::Plugin;
use crate::statement::{self, Expression, Noun, Object, Statement, Target, unsupported};

impl Host<'_> {
    /// Runs one ARO statement. The variables of `bindings`, which is an object or `()`, are bound
    /// first, and the result is bound afterwards. Both stay bound for later statements.
    ///
    /// It runs plugins' verbs, `Call the <r> from the <service: method>`,
    /// `Compute the <x: Handle.q | Handle.r> from the <y>`, `Emit a <Type: event> with { … }`, and
    /// of ARO's other verbs `Create`, `Extract` and `Log`, as far as a test of a plugin needs them.
    /// JSON's null is bound as the string "null", as from a reply.
    /// To bind a value that JSON lacks, write it as an object with one key, such as `{"$date": 0}`.
    ///
    /// ```no_run
    /// use aro_host_testkit::Host;
    /// use serde_json::json;
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// let outcome = host.run("ParseCSV the <table> from the <text>.", json!({ "text": "a,b" }))?;
    /// println!("{outcome}");
    /// # Ok::<(), aro_host_testkit::RunError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`RunError`], when the statement could not be run. If it runs and throws, the [`Outcome`]
    /// has what it threw.
    pub fn run(&self, statement: &str, bindings: impl Into<Value>) -> Result<Outcome, RunError> {
        let statement = statement::parse_one(statement)?;
        self.bind_all(bindings.into())?;
        self.run_parsed(&statement)
    }

    /// Runs ARO statements one after the other, as a feature set does, until one throws or returns.
    /// [`run_application`](Self::run_application) runs a whole program.
    ///
    /// # Errors
    ///
    /// Those of [`run`](Self::run); if one statement cannot be parsed, none is run.
    pub fn run_program(&self, statements: &str, bindings: impl Into<Value>) -> Result<Vec<Outcome>, RunError> {
        let statements = statement::parse_all(statements)?;
        self.bind_all(bindings.into())?;
        let mut outcomes = Vec::new();
        for statement in &statements {
            let outcome = self.run_parsed(statement)?;
            let ends = outcome.thrown().is_some() || outcome.returned.is_some();
            outcomes.push(outcome);
            if ends {
                break;
            }
        }
        Ok(outcomes)
    }

    fn run_parsed(&self, statement: &Statement) -> Result<Outcome, RunError> {
        let mut outcome = Outcome::new(self.path, statement.text.as_str());
        let built_in = BuiltIn::of(statement);
        match built_in {
            Some(built_in) if built_in.is_plain(statement) => {}
            // No plugin has the verb, so the statement is for ARO.
            Some(_) if matches!(self.is_free(&statement.verb), Err(RunError::BuiltIn { .. })) => {}
            _ => self.is_free(&statement.verb)?,
        }
        let context = &self.root;
        match self.begin(statement, context, &mut outcome) {
            Err(thrown) => outcome.ended = Err(thrown),
            Ok(None) => {}
            Ok(Some(own)) => match built_in {
                Some(built_in) => {
                    outcome.ended = self.run_builtin(built_in, statement, own, context, &mut outcome);
                }
                None => {
                    let verb = self.verb(&statement.verb, &mut outcome)?;
                    self.dispatch_to(&verb, &action_statement(statement, own), context, &mut outcome);
                }
            },
        }
        self.refuse_unsupported(self.record(outcome))
    }

    /// An outcome that the testkit does not know is an error.
    pub(super) fn refuse_unsupported(&self, outcome: Outcome) -> Result<Outcome, RunError> {
        match &outcome.ended {
            Err(Thrown { cause: Cause::Unsupported(what), .. }) => {
                Err(RunError::Unsupported { what: *what, place: None })
            }
            _ => Ok(outcome),
        }
    }

    /// Evaluates the guard and the arguments of a statement. `None` if the guard does not hold.
    pub(super) fn begin(
        &self,
        statement: &Statement,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<Option<Arguments>, Thrown> {
        context.begin_statement(Arguments::default());
        if let Some(condition) = &statement.when
            && !truth(&self.value_of(condition, context, outcome)?)?
        {
            outcome.notes.push("`when` does not hold, so the statement was skipped".to_owned());
            return Ok(None);
        }
        let object = match &statement.object {
            Object::Noun(_) => None,
            Object::Expression(expression) => Some(self.value_of(expression, context, outcome)?),
        };
        let with = match &statement.with {
            Some(with) => Some(self.value_of(with, context, outcome)?),
            // The interpreter uses an expression after `with` as the with-arguments too; a compiled
            // program does not.
            None => object.clone().filter(|_| statement.preposition == "with" && self.path.is_interpreter()),
        };
        let own = Arguments { expression: object.or_else(|| with.clone()), with };
        context.begin_statement(own.clone());
        Ok(Some(own))
    }

    /// Checks that no built-in verb hides the plugin's verb.
    fn is_free(&self, written: &str) -> Result<(), RunError> {
        let key = looked_up(written);
        if !aro_abi::is_builtin_verb(&key) {
            return Ok(());
        }
        let registered = self.registered().verbs;
        let plain = |verb: &str| verb.rsplit('.').next() == Some(key.as_str());
        let hidden = registered.iter().any(|verb| plain(&verb.verb));
        if !hidden {
            return Err(RunError::BuiltIn { verb: written.to_owned() });
        }
        let reachable = registered.into_iter().filter(|verb| plain(&verb.verb) && !verb.shadowed_by_builtin);
        let reachable = reachable.map(|verb| verb.written).collect();
        Err(RunError::Hidden { verb: written.to_owned(), reachable, path: self.path })
    }

    pub(super) fn value_of(
        &self,
        expression: &Expression,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<Value, Thrown> {
        evaluate(expression, &mut Variables { host: self, context, outcome })
    }
}

/// A statement that calls an action.
pub(super) fn action_statement(statement: &Statement, own: Arguments) -> ActionStatement {
    let result = match &statement.target {
        Target::Noun(noun) => descriptor(noun),
        // Only built-in verbs have one.
        Target::Sink(_) => Descriptor::new("_sink_"),
    };
    let source = match &statement.object {
        Object::Noun(noun) => descriptor(noun),
        Object::Expression(_) => Descriptor::new(keys::EXPRESSION),
    };
    let Arguments { with, expression } = own;
    ActionStatement {
        with,
        expression,
        ..ActionStatement::new(&statement.verb, result, &statement.preposition, source)
    }
}

fn descriptor(noun: &Noun) -> Descriptor {
    Descriptor { base: noun.base.clone(), specifiers: noun.specifiers() }
}

/// The variables of an expression. Applies qualifiers after a colon.
struct Variables<'h, 'p> {
    host: &'h Host<'p>,
    context: &'h Arc<Context>,
    outcome: &'h mut Outcome,
}

impl Scope for Variables<'_, '_> {
    fn variable(&mut self, noun: &Noun) -> Result<Value, Thrown> {
        let base = &noun.base;
        let value = self.context.variable_or_now(base);
        let value = value.ok_or_else(|| Thrown::expression(format!("Undefined variable: {base}")))?;
        let chain: Vec<String> = noun.stages.iter().map(|stage| stage.join(".")).collect();
        match &chain[..] {
            [] => Ok(value),
            [first, others @ ..] if self.host.has_qualifier(first) => {
                if !others.iter().all(|stage| self.host.has_qualifier(stage)) {
                    return Err(Thrown::unsupported(unsupported::UNRECORDED));
                }
                let qualified = self.host.qualify_by(&chain, value, None, self.outcome);
                qualified.map_err(|thrown| Thrown { cause: Cause::Expression, ..thrown })
            }
            [_] => noun.stages[0].iter().try_fold(value, |value, part| member(&value, part, part)),
            chain => member(&value, &chain.join("|"), &chain.join("|")),
        }
    }

    fn is_bound(&self, name: &str) -> bool {
        self.context.variable_or_now(name).is_some()
    }
}

impl Plugin {
    /// Runs one ARO statement in an eager host of this plugin alone: the short way for a test of
    /// one statement. See [`Host::run`].
    ///
    /// The first call loads the plugin as [`Host::load`] does, with its register and init. Later
    /// calls do not repeat these. Each call is a program of its own, without variables of earlier
    /// ones.
    ///
    /// ```no_run
    /// use serde_json::json;
    ///
    /// let plugin = aro_host_testkit::plugin!();
    /// let statement = "ParseCSV the <table> from the <text> with { headers: true }.";
    /// let outcome = plugin.run(statement, json!({ "text": "a\n1" }));
    /// aro_host_testkit::assert_value!(outcome, { "rows": [{ "a": "1" }] });
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Host::run`].
    pub fn run(&self, statement: &str, bindings: impl Into<Value>) -> Result<Outcome, RunError> {
        let mut host = Host::eager();
        host.adopt(self);
        host.run(statement, bindings)
    }
}
