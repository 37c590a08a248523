//! Evaluates expressions.

use serde_json::{Map, Value};

use super::value;
use crate::statement::{Expression, Noun, Operator};

/// Looks up the variables of an expression.
pub(crate) trait Scope {
    /// The variable with its specifiers applied; `Err` is what the host throws.
    fn variable(&mut self, noun: &Noun) -> Result<Value, String>;
}

pub(crate) fn evaluate(expression: &Expression, scope: &mut impl Scope) -> Result<Value, String> {
    Ok(match expression {
        Expression::Literal(literal) => literal.clone(),
        Expression::Text(parts) => {
            let mut text = String::new();
            for part in parts {
                text.push_str(&value::shown(&evaluate(part, scope)?));
            }
            text.into()
        }
        Expression::Variable(noun) => scope.variable(noun)?,
        Expression::List(items) => {
            items.iter().map(|item| evaluate(item, scope)).collect::<Result<Vec<_>, _>>()?.into()
        }
        Expression::Object(members) => {
            let mut object = Map::new();
            for (key, member) in members {
                object.insert(key.clone(), evaluate(member, scope)?);
            }
            object.into()
        }
        Expression::Unary(operator, inner) => unary(*operator, &evaluate(inner, scope)?)?,
        Expression::Binary(left, operator, right) => {
            let left = evaluate(left, scope)?;
            match operator {
                Operator::And if !truth(&left) => false.into(),
                Operator::Or if truth(&left) => true.into(),
                _ => binary(&left, *operator, &evaluate(right, scope)?)?,
            }
        }
    })
}

/// Whether a value counts as true.
pub(crate) fn truth(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::Null => false,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    }
}

fn unary(operator: Operator, value: &Value) -> Result<Value, String> {
    match operator {
        Operator::Not => Ok((!truth(value)).into()),
        _ => binary(&0.into(), Operator::Subtract, value),
    }
}

fn binary(left: &Value, operator: Operator, right: &Value) -> Result<Value, String> {
    Ok(match operator {
        Operator::And | Operator::Or => truth(right).into(),
        Operator::Join => format!("{}{}", value::shown(left), value::shown(right)).into(),
        Operator::Equal => value::same(left, right).into(),
        Operator::Unequal => (!value::same(left, right)).into(),
        Operator::Contains => match (left, right) {
            (Value::String(text), Value::String(part)) => text.contains(part.as_str()),
            (Value::Array(items), _) => items.iter().any(|item| value::same(item, right)),
            _ => return Err(format!("`contains` expects a string or a list, not {left}")),
        }
        .into(),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let order = match (left, right) {
                (Value::String(left), Value::String(right)) => left.partial_cmp(right),
                _ => number(left)?.partial_cmp(&number(right)?),
            };
            match operator {
                Operator::Less => order.is_some_and(std::cmp::Ordering::is_lt),
                Operator::LessOrEqual => order.is_some_and(std::cmp::Ordering::is_le),
                Operator::Greater => order.is_some_and(std::cmp::Ordering::is_gt),
                _ => order.is_some_and(std::cmp::Ordering::is_ge),
            }
            .into()
        }
        _ => arithmetic(left, operator, right)?,
    })
}

fn number(value: &Value) -> Result<f64, String> {
    value.as_f64().ok_or_else(|| format!("expected a number, not {value}"))
}

fn arithmetic(left: &Value, operator: Operator, right: &Value) -> Result<Value, String> {
    if let (Value::String(left), Operator::Add, Value::String(right)) = (left, operator, right) {
        return Ok(format!("{left}{right}").into());
    }
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        let result = match operator {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide => left.checked_div(right),
            _ => left.checked_rem(right),
        };
        return result
            .map(Value::from)
            .ok_or_else(|| format!("the result of {left} and {right} does not fit into 64 bits"));
    }
    let (left, right) = (number(left)?, number(right)?);
    Ok(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    }
    .into())
}
