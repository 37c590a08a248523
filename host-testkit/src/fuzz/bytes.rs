//! Makes cases from a fuzzer's bytes.
//!
//! Uses the crate `arbitrary`, so that a changed byte changes one choice. proptest's strategies
//! cannot be driven by bytes: each choice among several halves the remaining bytes, and when they
//! run out, generation does not end.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value};

use super::case::{Callee, Case, Object};
use super::plan::{ODD_KEYS, PATHS, Target};
use super::value::{NUMBERS, TEXTS, double};

const DEPTH: u8 = 3;

pub(super) fn case(target: &Target, u: &mut Unstructured<'_>) -> Result<Case> {
    let is_action = matches!(target.callee, Callee::Action { .. });
    let path = *u.choose(&PATHS)?;
    let mut preposition = u.choose(&target.prepositions)?.clone();
    let object = match u.int_in_range(0..=9_u8)? {
        6 | 7 if is_action => Object::Literal(of_types(u, &target.subject, true)?),
        8 if is_action => Object::OnlyWith,
        9 if is_action => Object::Unbound { name: name(u, target)? },
        _ => Object::Variable { value: of_types(u, &target.subject, is_action)?, name: name(u, target)? },
    };
    let mut with = if u.ratio(7, 10)? { Some(with(u, target)?) } else { None };
    if object == Object::OnlyWith {
        preposition = "with".to_owned();
        with.get_or_insert_default();
    }
    let specifier = if u.ratio(1, 5)? { Some("part".to_owned()) } else { None };
    Ok(Case { callee: target.callee.clone(), path, object, specifier, preposition, with })
}

fn name(u: &mut Unstructured<'_>, target: &Target) -> Result<String> {
    if target.params.is_empty() || !u.ratio(1, 4)? {
        return Ok("object_1".to_owned());
    }
    Ok(u.choose(&target.params)?.name.clone())
}

fn with(u: &mut Unstructured<'_>, target: &Target) -> Result<Map<String, Value>> {
    let mut with = Map::new();
    for param in &target.params {
        if u.arbitrary()? {
            with.insert(param.name.clone(), of_types(u, &param.types, true)?);
        }
    }
    for _ in 0..u.int_in_range(0..=2_u8)? {
        let key = if u.arbitrary()? { (*u.choose(&ODD_KEYS)?).to_owned() } else { text(u)? };
        with.insert(key, value(u, DEPTH)?);
    }
    Ok(with)
}

/// With `strays`, one value in five has a random type.
fn of_types(u: &mut Unstructured<'_>, words: &[String], strays: bool) -> Result<Value> {
    if words.is_empty() || (strays && u.ratio(1, 5)?) {
        return value(u, DEPTH);
    }
    match u.choose(words)?.as_str() {
        "string" => Ok(text(u)?.into()),
        "integer" => integer(u),
        "number" => number(u),
        "boolean" => Ok(u.arbitrary::<bool>()?.into()),
        "array" => list(u, DEPTH),
        "object" => object(u, DEPTH),
        _ => value(u, DEPTH),
    }
}

fn value(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    match u.int_in_range(0..=if depth == 0 { 3 } else { 5_u8 })? {
        0 => Ok(text(u)?.into()),
        1 => integer(u),
        2 => number(u),
        3 => Ok(u.arbitrary::<bool>()?.into()),
        4 => list(u, depth - 1),
        _ => object(u, depth - 1),
    }
}

fn text(u: &mut Unstructured<'_>) -> Result<String> {
    if u.ratio(1, 4)? { Ok((*u.choose(&TEXTS)?).to_owned()) } else { u.arbitrary() }
}

fn integer(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(if u.ratio(1, 4)? { (*u.choose(&NUMBERS)?).into() } else { u.arbitrary::<i64>()?.into() })
}

fn number(u: &mut Unstructured<'_>) -> Result<Value> {
    Ok(double(u.arbitrary()?))
}

fn list(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    (0..u.int_in_range(0..=3_u8)?).map(|_| value(u, depth)).collect()
}

fn object(u: &mut Unstructured<'_>, depth: u8) -> Result<Value> {
    let members: Result<Map<_, _>> = (0..u.int_in_range(0..=3_u8)?).map(|_| Ok((text(u)?, value(u, depth)?))).collect();
    Ok(Value::Object(members?))
}
