//! Evaluates expressions.

use serde_json::{Map, Value};

use super::log_format::is_dictionary;
use super::outcome::Thrown;
use super::{swift, value};
use crate::statement::{Expression, Noun, Operator, unsupported};

/// Looks up the variables of an expression.
pub(crate) trait Scope {
    /// The variable with its specifiers applied.
    fn variable(&mut self, noun: &Noun) -> Result<Value, Thrown>;

    /// Whether the variable is bound.
    fn is_bound(&self, name: &str) -> bool;
}

pub(crate) fn evaluate(expression: &Expression, scope: &mut impl Scope) -> Result<Value, Thrown> {
    Ok(match expression {
        Expression::Literal(literal) => literal.clone(),
        Expression::Text(parts) => {
            let mut text = String::new();
            for part in parts {
                text.push_str(&swift::description(&evaluate(part, scope)?));
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
        // `and` and `or` evaluate both sides.
        Expression::Binary(left, operator, right) => {
            let left = evaluate(left, scope)?;
            binary(&left, *operator, &evaluate(right, scope)?)?
        }
        Expression::Subscript(value, key) => {
            let value = evaluate(value, scope)?;
            subscript(&value, &evaluate(key, scope)?)?
        }
        // Only the variable counts, not its specifiers.
        Expression::Exists(inner) => match &**inner {
            Expression::Variable(noun) => scope.is_bound(&noun.base),
            inner => match evaluate(inner, scope) {
                Err(thrown) if thrown.is_unsupported() => return Err(thrown),
                found => found.is_ok(),
            },
        }
        .into(),
        Expression::Is(inner, name) => is_a(&evaluate(inner, scope)?, name)?.into(),
    })
}

/// Whether a value counts as true.
pub(crate) fn truth(value: &Value) -> Result<bool, Thrown> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::Number(number) => Ok(number.as_f64() != Some(0.0)),
        Value::String(text) => Ok(!text.is_empty()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Thrown::unsupported(unsupported::UNRECORDED)),
    }
}

/// The name of a value's type in messages.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "Array<Any>",
        Value::String(_) => "String",
        Value::Bool(_) => "Bool",
        Value::Number(number) if number.is_f64() => "Double",
        Value::Number(_) => "Int",
        Value::Null | Value::Object(_) => "object",
    }
}

/// A member of an object; `full` is what the message names where there are no members.
pub(crate) fn member(value: &Value, part: &str, full: &str) -> Result<Value, Thrown> {
    match value {
        Value::Object(members) if is_dictionary(value) => {
            members.get(part).cloned().ok_or_else(|| Thrown::expression(format!("Undefined member: {part}")))
        }
        Value::Null | Value::Object(_) => Err(Thrown::unsupported(unsupported::UNRECORDED)),
        other => Err(mismatch(format!("Cannot access property '{full}' on {}", type_name(other)))),
    }
}

/// An element of a list. The index counts from the end.
pub(crate) fn element(items: &[Value], index: i64) -> Option<&Value> {
    usize::try_from(index).ok().and_then(|index| items.iter().rev().nth(index))
}

fn mismatch(message: String) -> Thrown {
    Thrown::expression(format!("Type mismatch: {message}"))
}

fn subscript(value: &Value, key: &Value) -> Result<Value, Thrown> {
    match (value, key) {
        (Value::Object(_), Value::String(key)) => member(value, key, key),
        (Value::Array(items), Value::Number(index)) => {
            let found = index.as_i64().and_then(|index| element(items, index));
            found.cloned().ok_or_else(|| Thrown::unsupported(unsupported::UNRECORDED))
        }
        (Value::String(_) | Value::Number(_) | Value::Bool(_), Value::String(_)) => {
            Err(mismatch(format!("Cannot subscript {} with {}", type_name(value), type_name(key))))
        }
        _ => Err(Thrown::unsupported(unsupported::UNRECORDED)),
    }
}

fn is_a(value: &Value, name: &str) -> Result<bool, Thrown> {
    Ok(match name.to_lowercase().as_str() {
        "object" => is_dictionary(value),
        "list" => value.is_array(),
        "string" => value.is_string(),
        "int" | "integer" => value.is_i64(),
        _ => return Err(Thrown::unsupported(unsupported::TYPE_TEST)),
    })
}

fn unary(operator: Operator, value: &Value) -> Result<Value, Thrown> {
    match operator {
        Operator::Not => Ok((!truth(value)?).into()),
        _ => binary(&0.into(), Operator::Subtract, value),
    }
}

fn binary(left: &Value, operator: Operator, right: &Value) -> Result<Value, Thrown> {
    Ok(match operator {
        Operator::And => (truth(left)? & truth(right)?).into(),
        Operator::Or => (truth(left)? | truth(right)?).into(),
        Operator::Join => format!("{}{}", swift::description(left), swift::description(right)).into(),
        Operator::Equal => equal(left, right)?.into(),
        Operator::Unequal => (!equal(left, right)?).into(),
        Operator::Contains => contains(left, right)?.into(),
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
            let order = match (left, right) {
                (Value::String(left), Value::String(right)) => left.partial_cmp(right),
                (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
                _ => return Err(Thrown::unsupported(unsupported::OPERATOR)),
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

/// Numbers are equal by value, and an integer equals its digits.
fn equal(left: &Value, right: &Value) -> Result<bool, Thrown> {
    let unrecorded = Err(Thrown::unsupported(unsupported::OPERATOR));
    match (left, right) {
        (Value::Number(number), Value::String(text)) | (Value::String(text), Value::Number(number)) => {
            if number.is_f64() { unrecorded } else { Ok(number.to_string() == *text) }
        }
        (Value::Bool(_), Value::String(_)) | (Value::String(_), Value::Bool(_)) => unrecorded,
        (Value::Null, other) | (other, Value::Null) if !other.is_null() => unrecorded,
        _ if value::date_of(left).is_some() || value::date_of(right).is_some() => unrecorded,
        _ => Ok(value::same(left, right)),
    }
}

/// A part of a string, an element of a list, a key of an object.
fn contains(whole: &Value, part: &Value) -> Result<bool, Thrown> {
    match (whole, part) {
        (Value::String(text), Value::String(part)) => Ok(text.contains(part.as_str())),
        (Value::Array(items), _) => {
            let found = items.iter().any(|item| value::same(item, part));
            // Whether `5` is in a list with `"5"` is not known.
            let alike = || items.iter().any(|item| !matches!(equal(item, part), Ok(false)));
            if !found && alike() { Err(Thrown::unsupported(unsupported::OPERATOR)) } else { Ok(found) }
        }
        (Value::Object(members), Value::String(key)) => Ok(members.contains_key(key)),
        _ => Err(Thrown::unsupported(unsupported::OPERATOR)),
    }
}

fn number(value: &Value) -> Result<f64, Thrown> {
    match value {
        Value::String(_) => Err(mismatch("Cannot convert String to number".to_owned())),
        other => other.as_f64().ok_or_else(|| Thrown::unsupported(unsupported::OPERATOR)),
    }
}

fn arithmetic(left: &Value, operator: Operator, right: &Value) -> Result<Value, Thrown> {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        let result = match operator {
            Operator::Add => left.checked_add(right),
            Operator::Subtract => left.checked_sub(right),
            Operator::Multiply => left.checked_mul(right),
            Operator::Divide => left.checked_div(right),
            _ => left.checked_rem(right),
        };
        return result.map(Value::from).ok_or_else(|| Thrown::unsupported(unsupported::OPERATOR));
    }
    let (left, right) = (number(left)?, number(right)?);
    let result = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        _ => left % right,
    };
    // JSON has no infinity.
    serde_json::Number::from_f64(result).map(Value::Number).ok_or_else(|| Thrown::unsupported(unsupported::OPERATOR))
}
