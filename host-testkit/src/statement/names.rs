//! A name is bound once in a feature set, which ARO checks before it runs a program.

use std::collections::BTreeMap;

use super::{ParseError, Statement, Step, Target, unsupported};

/// The names that are bound, and whether surely: a case of a `match` may have been left out.
type Names = BTreeMap<String, bool>;

/// Verbs of ARO's own that bind their result. All verbs of plugins do.
const BINDING: [&str; 13] = [
    "call",
    "invoke",
    "compute",
    "create",
    "derive",
    "extract",
    "calculate",
    "sleep",
    "delay",
    "pause",
    "get",
    "parse",
    "retrieve",
];

/// Checks the steps of one feature set.
pub(super) fn check(steps: &[Step], source: &[char]) -> Result<(), ParseError> {
    check_steps(steps, &mut Names::new(), source)
}

/// Checks the statements of one feature set.
pub(super) fn check_statements(statements: &[Statement], source: &[char]) -> Result<(), ParseError> {
    let mut known = Names::new();
    statements.iter().try_for_each(|statement| bind(statement, &mut known, source))
}

fn check_steps(steps: &[Step], known: &mut Names, source: &[char]) -> Result<(), ParseError> {
    for step in steps {
        match step {
            Step::Statement(statement) => bind(statement, known, source)?,
            Step::ForEach(each) => {
                // The body sees the names around it, and leaves none.
                let mut inner = known.clone();
                inner.insert(each.item.clone(), true);
                check_steps(&each.body, &mut inner, source)?;
            }
            Step::Match(found) => {
                // Cases exclude each other, so they may bind the same name.
                let before = known.clone();
                for body in found.cases.iter().map(|case| &case.body).chain([&found.otherwise]) {
                    let mut inner = before.clone();
                    check_steps(body, &mut inner, source)?;
                    for name in inner.into_keys() {
                        known.entry(name).or_insert(false);
                    }
                }
            }
        }
    }
    Ok(())
}

fn bind(statement: &Statement, known: &mut Names, source: &[char]) -> Result<(), ParseError> {
    let verb = statement.verb.to_lowercase();
    let binds = !aro_abi::is_builtin_verb(&verb) || BINDING.contains(&verb.as_str());
    let Target::Noun(result) = &statement.target else { return Ok(()) };
    if !binds || result.base.starts_with('_') {
        return Ok(());
    }
    match known.insert(result.base.clone(), true) {
        None => return Ok(()),
        Some(true) => {}
        Some(false) => {
            let what = unsupported::UNRECORDED;
            let error = ParseError::new(source, statement.target_at, what.to_string());
            return Err(ParseError { unsupported: Some(what), ..error });
        }
    }
    let message = format!(
        "`{name}` is bound already, and a name is bound once in a feature set: use another name, such as \
         `{name}-updated`",
        name = result.base
    );
    Err(ParseError::new(source, statement.target_at, message))
}
