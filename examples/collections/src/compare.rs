//! The order of values.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// Whether a value can be ordered: all but dictionaries, and lists that contain one.
pub(crate) fn is_ordered(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items.iter().all(is_ordered),
        _ => true,
    }
}

/// First `false`, then `true`, then numbers by size, strings by their code points, and lists by
/// their first items that differ.
pub(crate) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Bool(a), Value::Bool(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => compare_numbers(a, b),
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Array(a), Value::Array(b)) => {
            let first_difference = a.iter().zip(b).map(|(a, b)| compare(a, b)).find(|order| order.is_ne());
            first_difference.unwrap_or_else(|| a.len().cmp(&b.len()))
        }
        _ => rank(a).cmp(&rank(b)),
    }
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

/// Exact: to convert a large integer to a float would make different numbers equal, and the
/// order would contradict itself.
fn compare_numbers(a: &Number, b: &Number) -> Ordering {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => compare_mixed(a, float(b)),
        (None, Some(b)) => compare_mixed(b, float(a)).reverse(),
        // JSON has no NaN. -0.0 equals 0, as it does among integers.
        (None, None) => float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Equal),
    }
}

fn float(number: &Number) -> f64 {
    number.as_f64().unwrap_or_default()
}

fn compare_mixed(whole: i128, float: f64) -> Ordering {
    // The conversion saturates at the bounds of i128, far beyond any of JSON's 64-bit integers.
    whole.cmp(&(float.trunc() as i128)).then_with(|| 0.0_f64.total_cmp(&(float.fract() + 0.0)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn each_comes_before_the_next() {
        let ascending = json!([
            false,
            true,
            i64::MIN,
            -1.5,
            -1,
            -0.5,
            0,
            0.5,
            1,
            1.5,
            9_007_199_254_740_992_u64,
            9_007_199_254_740_993_u64,
            i64::MAX,
            u64::MAX,
            1e300,
            "",
            "Z",
            "a",
            "aa",
            "b",
            "ä",
            [],
            [1],
            [1, 2],
            [2],
            ["a"]
        ]);
        let ascending = ascending.as_array().unwrap();
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(compare(a, b), i.cmp(&j), "{a} and {b}");
            }
        }
    }

    #[test]
    fn a_float_equals_its_integer() {
        for (a, b) in [(json!(2), json!(2.0)), (json!(0), json!(-0.0)), (json!(-3), json!(-3.0))] {
            assert_eq!(compare(&a, &b), Ordering::Equal, "{a} and {b}");
        }
        assert_eq!(compare(&json!(9_007_199_254_740_993_u64), &json!(9_007_199_254_740_992.0)), Ordering::Greater);
    }

    #[test]
    fn dictionaries_have_no_order() {
        assert!(!is_ordered(&json!({})) && !is_ordered(&json!([1, [{}]])));
        assert!(is_ordered(&json!([1, ["a", true]])));
    }
}
