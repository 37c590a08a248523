//! What the interpreter prints when a verb fails.

use std::sync::Arc;

use aro_abi::keys;

use super::context::Context;
use super::swift;
use crate::statement::{FeatureSet, Noun, Object, Statement, Target};

/// The lines for a statement whose verb failed. They tell of the statement and not of the cause.
pub(super) fn block(statement: &Statement, set: &FeatureSet, context: &Arc<Context>) -> Vec<String> {
    let result = match &statement.target {
        Target::Noun(noun) => written(noun),
        Target::Sink(_) => keys::EXPRESSION.to_owned(),
    };
    let (base, object) = match &statement.object {
        Object::Noun(noun) => (noun.base.as_str(), written(noun)),
        Object::Expression(_) => (keys::EXPRESSION, keys::EXPRESSION.to_owned()),
    };
    let Statement { verb, preposition, .. } = statement;
    let when = if statement.when.is_some() { " when <condition>" } else { "" };
    let mut lines = vec![
        format!(
            "Runtime error: Runtime Error: Cannot {} the {result} {preposition} the {object}.",
            verb.to_lowercase()
        ),
        format!("  Feature: {}", set.name),
        format!("  Business Activity: {}", set.activity),
        format!("  Statement: <{verb}> the <{result}> {preposition} the <{object}>{when}."),
    ];
    let value = if base == keys::EXPRESSION { context.expression() } else { context.variable_or_now(base) };
    if let Some(value) = value {
        lines.push("          Trace:".to_owned());
        lines.push(format!("            {base} = {}", swift::description(&value)));
    }
    lines.iter().flat_map(|line| line.split('\n').map(str::to_owned)).collect()
}

/// `m: Mock.sort|Mock.rev`
fn written(noun: &Noun) -> String {
    let stages: Vec<String> = noun.stages.iter().map(|stage| stage.join(".")).collect();
    if stages.is_empty() { noun.base.clone() } else { format!("{}: {}", noun.base, stages.join("|")) }
}
