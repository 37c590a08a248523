//! Names: aliases of types, conditions, raw identifiers, names that are set.

use crate::library::{c, typed};

#[test]
fn types_by_other_names_are_what_they_stand_for() {
    let (text, numbers) = ("abc", [1.0_f32; 4]);
    let result = c!(typed(), "aliases"(
        text.as_ptr() => *const u8, text.len() => usize,
        numbers.as_ptr() => *const f32, numbers.len() => usize,
        2.0 => f32,
    ) -> f32);
    assert_eq!(result, 14.0);
}

#[test]
fn a_parameter_under_a_condition_is_there_or_not() {
    assert_eq!(c!(typed(), "conditional"(5 => i32, 3 => i32) -> i32), 2);
    let description = typed().describe();
    let functions = description["functions"].as_array().unwrap();
    let conditional = functions.iter().find(|function| function["name"] == "conditional").unwrap();
    let names: Vec<&str> =
        conditional["params"].as_array().unwrap().iter().map(|param| param["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "there"]);
    assert!(!functions.iter().any(|function| function["name"] == "not_there"));
}

#[test]
fn an_attribute_can_set_the_name_in_c() {
    assert_eq!(c!(typed(), "named_in_c"(5 => i32) -> i32), 5);
}
