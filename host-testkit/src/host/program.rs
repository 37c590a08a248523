//! Runs ARO source.

use aro_abi::envelope::Descriptor;
use aro_abi::keys;
use serde_json::Value;

use super::Host;
use super::builtins::BuiltIn;
use super::envelope::ActionStatement;
use super::error::RunError;
use super::eval::{Scope, evaluate, truth};
use super::outcome::{Outcome, Thrown};
use super::registry::looked_up;
use crate::plugin::Plugin;
use crate::statement::{self, Expression, Noun, Object, Statement, Target};

impl Host<'_> {
    /// Runs one ARO statement. The variables of `bindings`, which is an object or `()`, are bound
    /// first, and the result is bound afterwards. Both stay bound for later statements.
    ///
    /// It runs plugins' verbs, `Call the <r> from the <service: method>`,
    /// `Compute the <x: Handle.q | Handle.r> from the <y>`, `Emit a <Type: event> with { … }`, and
    /// of ARO's other verbs `Create`, `Extract` and `Log`, as far as a test of a plugin needs them.
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

    /// Runs ARO statements one after the other, as a program does, until one throws.
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
            let ends = outcome.thrown().is_some();
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
        match self.guard_holds(statement, &mut outcome) {
            Err(thrown) => outcome.ended = Err(thrown),
            Ok(false) => outcome.notes.push("`when` does not hold, so the statement was skipped".to_owned()),
            Ok(true) => match built_in {
                Some(built_in) => outcome.ended = self.run_builtin(built_in, statement, &mut outcome),
                None => {
                    let verb = self.verb(&statement.verb, &mut outcome)?;
                    match self.evaluate(statement, &mut outcome) {
                        Ok(computed) => self.dispatch_to(&verb, &computed, &mut outcome),
                        Err(thrown) => outcome.ended = Err(thrown),
                    }
                }
            },
        }
        Ok(self.record(outcome))
    }

    fn guard_holds(&self, statement: &Statement, outcome: &mut Outcome) -> Result<bool, Thrown> {
        let Some(condition) = &statement.when else { return Ok(true) };
        Ok(truth(&self.value_of(condition, outcome)?))
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

    /// Evaluates the statement's expressions.
    fn evaluate(&self, statement: &Statement, outcome: &mut Outcome) -> Result<ActionStatement, Thrown> {
        let result = match &statement.target {
            Target::Noun(noun) => descriptor(noun),
            // Only built-in verbs have one.
            Target::Sink(_) => Descriptor::new("_sink_"),
        };
        let (source, expression) = match &statement.object {
            Object::Noun(noun) => (descriptor(noun), None),
            Object::Expression(expression) => {
                (Descriptor::new(keys::EXPRESSION), Some(self.value_of(expression, outcome)?))
            }
        };
        let mut computed = ActionStatement::new(&statement.verb, result, &statement.preposition, source);
        // The interpreter uses an expression after `with` as the with-arguments too; a compiled
        // program does not.
        computed.with = expression.clone().filter(|_| statement.preposition == "with" && self.path.is_interpreter());
        computed.expression = expression;
        match &statement.with {
            Some(with) => Ok(computed.with(self.value_of(with, outcome)?)),
            None => Ok(computed),
        }
    }

    pub(super) fn value_of(&self, expression: &Expression, outcome: &mut Outcome) -> Result<Value, Thrown> {
        let mut scope = Variables { host: self, outcome };
        evaluate(expression, &mut scope).map_err(Thrown::new)
    }
}

fn descriptor(noun: &Noun) -> Descriptor {
    Descriptor { base: noun.base.clone(), specifiers: noun.specifiers() }
}

/// The program's variables. Applies qualifiers after a colon.
struct Variables<'h, 'p> {
    host: &'h Host<'p>,
    outcome: &'h mut Outcome,
}

impl Scope for Variables<'_, '_> {
    fn variable(&mut self, noun: &Noun) -> Result<Value, String> {
        let base = &noun.base;
        let value = self.host.variable_or_now(base).ok_or_else(|| format!("Undefined variable '{base}'"))?;
        let chain: Vec<String> = noun.stages.iter().map(|stage| stage.join(".")).collect();
        if !chain.is_empty() && chain.iter().all(|stage| self.host.has_qualifier(stage)) {
            return self.host.qualify_by(&chain, value, None, self.outcome).map_err(|thrown| thrown.message);
        }
        noun.stages.iter().flatten().try_fold(value, |value, part| member(value, part))
    }
}

/// A member by its name, an element by its index.
pub(super) fn member(value: Value, part: &str) -> Result<Value, String> {
    let found = match &value {
        Value::Object(members) => members.get(part),
        Value::Array(items) => part.parse::<usize>().ok().and_then(|index| items.get(index)),
        _ => None,
    };
    found.cloned().ok_or_else(|| format!("{value} has no `{part}`"))
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
