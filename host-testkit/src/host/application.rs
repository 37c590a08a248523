//! Runs whole programs: feature sets, loops, `match` and event handlers.
//!
//! A feature set runs in a [`Context`]. The body of a loop runs in a child of it, a new one for
//! each turn. Every event handler runs in a child of the context of `Application-Start`, also if
//! another handler has published the event.
//!
//! What differs from the real host: `parallel for each` runs one turn after the other, `Sleep`
//! takes no time, and events of replies are delivered before the next statement. In the real host
//! their order is open.

use std::sync::Arc;

use aro_abi::HostPath;
use serde_json::Value;

use super::Host;
use super::builtins::BuiltIn;
use super::context::Context;
use super::error::RunError;
use super::eval::{truth, type_name};
use super::failure::block;
use super::log_format::is_dictionary;
use super::outcome::{ApplicationOutcome, Cause, Outcome, Thrown};
use super::program::action_statement;
use super::setup::NOTE;
use crate::plugin::Event;
use crate::statement::{
    self, Expression, FeatureSet, ForEach, Match, Noun, Object, Program, Statement, Step, Target, unsupported,
};

/// The name of the feature set with which a program begins.
const START: &str = "Application-Start";

/// How many handlers may run inside each other.
const MAX_HANDLERS: usize = 32;

impl Host<'_> {
    /// Runs a whole program: `Application-Start`, the handlers of the events that it and its
    /// plugins publish, and `Application-End`.
    ///
    /// Unlike [`run`](Self::run), which tells a test about mistakes in a statement, this does what
    /// the real host does with them. For example, a verb that no plugin has gives the literal after
    /// it. Only what the testkit [does not support](crate::unsupported_constructs) is an error.
    ///
    /// Plugins' verbs, ARO's `Call`, `Compute`, `Create`, `Emit`, `Extract`, `Log`, `Return` and
    /// `Sleep`, `when`, `for each`, `parallel for each` and `match` are supported. A program has no
    /// variables but its own.
    ///
    /// ```no_run
    /// use aro_host_testkit::Host;
    ///
    /// let mut host = Host::eager();
    /// host.load(aro_host_testkit::plugin!());
    /// let program = r#"
    /// (Application-Start: Tables) {
    ///     ParseCSV the <table> from "a,b".
    ///     Log <table: rows> to the <console>.
    ///     Return an <OK: status> for the <start>.
    /// }
    /// "#;
    /// let outcome = host.run_application(program)?;
    /// assert_eq!(outcome.output, ["[Application-Start] [[a, b]]", "[OK] start"]);
    /// assert_eq!((outcome.exit_status, outcome.calls().count()), (0, 1));
    /// # Ok::<(), aro_host_testkit::RunError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`RunError::Parse`] for what is no ARO, and [`RunError::Unsupported`] or
    /// [`RunError::BuiltIn`] for what the testkit does not support. If an error is found before
    /// the program runs, no plugin has been called.
    pub fn run_application(&self, source: &str) -> Result<ApplicationOutcome, RunError> {
        let program = statement::parse_program(source)?;
        program.feature_sets.iter().try_for_each(|set| check_verbs(&set.body))?;
        let starts = program.feature_sets.iter().filter(|set| set.name == START).count();
        if starts > 1 || program.feature_sets.is_empty() {
            return Err(RunError::Unsupported { what: unsupported::UNRECORDED, place: None });
        }
        let mut run = Run {
            host: self,
            program: &program,
            context: Arc::default(),
            handlers: 0,
            done: ApplicationOutcome::new(),
        };
        run.start()?;
        run.warnings();
        Ok(run.done)
    }
}

/// The verbs of all statements are ones that the testkit runs.
fn check_verbs(steps: &[Step]) -> Result<(), RunError> {
    steps.iter().try_for_each(|step| match step {
        Step::Statement(statement) => {
            let verb = &statement.verb;
            let unknown =
                aro_abi::is_builtin_verb(&super::registry::looked_up(verb)) && BuiltIn::of(statement).is_none();
            if unknown { Err(RunError::BuiltIn { verb: verb.clone() }) } else { Ok(()) }
        }
        Step::ForEach(each) => check_verbs(&each.body),
        Step::Match(found) => {
            found.cases.iter().try_for_each(|case| check_verbs(&case.body))?;
            check_verbs(&found.otherwise)
        }
    })
}

/// Why steps did not run to their end.
enum Stop {
    /// `Return`, with the lines that it shows.
    Returned(Vec<String>),
    /// What was thrown, with the lines that the interpreter prints.
    Failed(Thrown, Vec<String>),
    /// The testkit refuses to go on.
    Refused(RunError),
}

fn unrecorded() -> Stop {
    Stop::Refused(RunError::Unsupported { what: unsupported::UNRECORDED, place: None })
}

struct Run<'r, 'p> {
    host: &'r Host<'p>,
    program: &'r Program,
    /// The context of `Application-Start`, inside which event handlers run.
    context: Arc<Context>,
    /// How many handlers run inside each other.
    handlers: usize,
    done: ApplicationOutcome,
}

impl Run<'_, '_> {
    fn start(&mut self) -> Result<(), RunError> {
        let Some(start) = self.program.feature_sets.iter().find(|set| set.name == START) else {
            self.done.print("Runtime error: Entry point not found: 'Application-Start'");
            self.done.exit_status = 1;
            return Ok(());
        };
        let context = Arc::clone(&self.context);
        let ended = self.steps(&start.body, start, &context);
        if let Err(Stop::Refused(error)) = ended {
            return Err(error);
        }
        self.end(matches!(ended, Err(Stop::Failed(..))))?;
        match ended {
            Ok(()) => self.done.print("[OK] success"),
            Err(Stop::Returned(lines)) => lines.iter().for_each(|line| self.done.print(line)),
            Err(Stop::Failed(thrown, lines)) => {
                lines.iter().for_each(|line| self.done.print(line));
                // A compiled program exits with 0 in any case.
                self.done.exit_status = i32::from(!self.is_compiled());
                self.done.thrown = Some(thrown);
            }
            Err(Stop::Refused(error)) => return Err(error),
        }
        Ok(())
    }

    /// Whether the program is compiled: built by `aro build`, with or without plugins beside it.
    fn is_compiled(&self) -> bool {
        matches!(self.host.path, HostPath::Compiled | HostPath::LegacyManaged)
    }

    /// Runs `Application-End`.
    fn end(&mut self, failed: bool) -> Result<(), RunError> {
        let activity = if failed { "Error" } else { "Success" };
        let is_end = |set: &&FeatureSet| set.name == "Application-End" && set.activity == activity;
        let Some(end) = self.program.feature_sets.iter().find(is_end) else { return Ok(()) };
        match self.steps(&end.body, end, &Arc::default()) {
            Err(Stop::Refused(error)) => Err(error),
            _ => Ok(()),
        }
    }

    fn steps(&mut self, steps: &[Step], set: &FeatureSet, context: &Arc<Context>) -> Result<(), Stop> {
        steps.iter().try_for_each(|step| match step {
            Step::Statement(statement) => self.statement(statement, set, context),
            Step::ForEach(each) => self.for_each(each, set, context),
            Step::Match(found) => self.match_case(found, set, context),
        })
    }

    fn statement(&mut self, statement: &Statement, set: &FeatureSet, context: &Arc<Context>) -> Result<(), Stop> {
        let mut outcome = Outcome::new(self.host.path, statement.text.as_str());
        outcome.ended = self.host.run_in_program(statement, context, &mut outcome);
        let outcome = self.record(outcome)?;
        if let Some(logged) = &outcome.logged {
            let prefix = if self.is_compiled() { String::new() } else { format!("[{}] ", set.name) };
            let text = format!("{prefix}{logged}");
            if outcome.logged_as_error {
                self.done.errors.extend(text.split('\n').map(str::to_owned));
            } else {
                self.done.print(&text);
            }
        }
        let (ended, returned, events) = (outcome.ended.clone(), outcome.returned.clone(), outcome.events.clone());
        self.done.statements.push(outcome);
        for event in events {
            self.handle(&event)?;
        }
        match (ended, returned) {
            (Err(thrown), _) => {
                let lines = self.failure(&thrown, Some(statement), set, context);
                Err(Stop::Failed(thrown, lines))
            }
            (Ok(_), Some(lines)) => Err(Stop::Returned(lines)),
            (Ok(_), None) => Ok(()),
        }
    }

    fn record(&mut self, outcome: Outcome) -> Result<Outcome, Stop> {
        self.warnings();
        let outcome = self.host.record(outcome);
        self.host.refuse_unsupported(outcome).map_err(Stop::Refused)
    }

    /// Prints what the host has to say about its plugins. It is recorded among the notes next.
    fn warnings(&mut self) {
        let state = self.host.state();
        let printed = state.warnings.iter().filter(|warning| warning.level != NOTE);
        let lines = printed.map(|warning| format!("{} aro: [ARORuntime] [plugins] {}", warning.level, warning.text));
        self.done.errors.extend(lines);
    }

    /// Runs the program's handlers of an event. A failure in one does not end the program.
    fn handle(&mut self, event: &Event) -> Result<(), Stop> {
        if self.handlers == MAX_HANDLERS {
            return Err(Stop::Refused(RunError::Unsupported { what: unsupported::EVENT_CIRCLE, place: None }));
        }
        let activity = format!("{} Handler", event.event_type);
        let program = self.program;
        for set in program.feature_sets.iter().filter(|set| set.activity == activity) {
            if self.is_compiled() {
                return Err(unrecorded());
            }
            let inner = self.context.child("event", event.data.clone().into());
            self.handlers += 1;
            let ended = self.steps(&set.body, set, &inner);
            self.handlers -= 1;
            match ended {
                Ok(()) | Err(Stop::Returned(_)) => {}
                Err(Stop::Failed(_, lines)) => {
                    let text = lines.join("\n");
                    let text = text.strip_prefix("Runtime error: ").unwrap_or(&text);
                    let text = format!("error aro: [ARORuntime] Handler error: {text}");
                    self.done.errors.extend(text.split('\n').map(str::to_owned));
                }
                Err(refused) => return Err(refused),
            }
        }
        Ok(())
    }

    fn for_each(&mut self, each: &ForEach, set: &FeatureSet, context: &Arc<Context>) -> Result<(), Stop> {
        // The list is not a qualified value: its specifiers are members.
        let list = self.head(&each.list, set, context)?;
        let items = match list {
            Value::Array(items) => items,
            // Anything else is one item.
            whole => vec![whole],
        };
        for item in items {
            let inner = context.child(&each.item, item);
            if let Some(filter) = &each.filter
                && !self.holds(filter, set, &inner)?
            {
                continue;
            }
            match self.steps(&each.body, set, &inner) {
                Ok(()) => {}
                // `Return` ends the loop, not the feature set.
                Err(Stop::Returned(_)) => break,
                Err(stop) => return Err(stop),
            }
        }
        Ok(())
    }

    fn match_case(&mut self, found: &Match, set: &FeatureSet, context: &Arc<Context>) -> Result<(), Stop> {
        let subject = match &found.subject {
            Expression::Variable(noun) => self.head(noun, set, context)?,
            other => self.value_of(other, set, context)?,
        };
        for case in &found.cases {
            let pattern = self.value_of(&case.pattern, set, context)?;
            let holds = match &case.guard {
                _ if !super::value::same(&subject, &pattern) => false,
                Some(guard) => self.holds(guard, set, context)?,
                None => true,
            };
            if holds {
                return self.steps(&case.body, set, context);
            }
        }
        self.steps(&found.otherwise, set, context)
    }

    fn holds(&mut self, guard: &Expression, set: &FeatureSet, context: &Arc<Context>) -> Result<bool, Stop> {
        let value = self.value_of(guard, set, context)?;
        truth(&value).map_err(|_| unrecorded())
    }

    /// The value in the head of a loop or a `match`.
    fn head(&mut self, noun: &Noun, set: &FeatureSet, context: &Arc<Context>) -> Result<Value, Stop> {
        let whole = context.variable_or_now(&noun.base).ok_or_else(unrecorded)?;
        noun.stages.iter().flatten().try_fold(whole, |value, part| {
            if !value.is_array() && !is_dictionary(&value) {
                return Err(unrecorded());
            }
            value.as_object().and_then(|members| members.get(part)).cloned().ok_or_else(|| {
                let message = format!("Property '{part}' not found on type '{}'", type_name(&value));
                let thrown = Thrown::block(message);
                let lines = self.failure(&thrown, None, set, context);
                Stop::Failed(thrown, lines)
            })
        })
    }

    fn value_of(&mut self, expression: &Expression, set: &FeatureSet, context: &Arc<Context>) -> Result<Value, Stop> {
        let mut outcome = Outcome::new(self.host.path, "");
        let value = self.host.value_of(expression, context, &mut outcome);
        outcome.ended = value.clone().map(Some);
        let outcome = self.record(outcome)?;
        if !outcome.calls.is_empty() || !outcome.notes.is_empty() {
            self.done.statements.push(outcome);
        }
        value.map_err(|thrown| {
            let lines = self.failure(&thrown, None, set, context);
            Stop::Failed(thrown, lines)
        })
    }

    /// The lines that the host prints for what was thrown.
    fn failure(
        &self,
        thrown: &Thrown,
        statement: Option<&Statement>,
        set: &FeatureSet,
        context: &Arc<Context>,
    ) -> Vec<String> {
        let message = &thrown.message;
        if self.is_compiled() {
            return vec![format!("Runtime error: {message}")];
        }
        match (thrown.cause, statement) {
            (Cause::Verb, Some(statement)) => block(statement, set, context),
            (Cause::Verb | Cause::Block, _) => vec![format!("Runtime error: {message}")],
            _ => vec![format!("Error: {message}")],
        }
    }
}

impl Host<'_> {
    /// Runs a statement of a program, with the mistakes in it that the real host takes.
    fn run_in_program(
        &self,
        statement: &Statement,
        context: &Arc<Context>,
        outcome: &mut Outcome,
    ) -> Result<Option<Value>, Thrown> {
        let Some(own) = self.begin(statement, context, outcome)? else { return Ok(None) };
        if let Some(built_in) = BuiltIn::of(statement) {
            return self.run_builtin(built_in, statement, own, context, outcome);
        }
        if let Ok(verb) = self.verb(&statement.verb, outcome) {
            self.dispatch_to(&verb, &action_statement(statement, own), context, outcome);
            return outcome.ended.clone();
        }
        let unknown = format!("no plugin has the verb `{}`", statement.verb);
        let (Object::Expression(_), Target::Noun(result)) = (&statement.object, &statement.target) else {
            return Err(Thrown::new(unknown));
        };
        outcome.notes.push(format!("{unknown}, so the result is the value after it"));
        let value = own.expression.unwrap_or_default();
        context.bind(&result.base, value.clone());
        Ok(Some(value))
    }
}
