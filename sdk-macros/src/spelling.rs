//! Names that programs write.

use aro_abi::{is_reserved_word, snake_case, spelling_fault};
use proc_macro2::Span;

use crate::catalogue::action as say;
use crate::code::{Code, Hole as _};
use crate::report::Report;

/// Holds `name`, which is a `what`, to ARO's rule for a word of a program.
pub(crate) fn check(what: &str, name: &str, span: Span, report: &Report) {
    if let Some(fault) = spelling_fault(name) {
        let fault = match fault.strip_prefix("a verb") {
            Some(rest) => format!("a {what}{rest}"),
            None => fault,
        };
        report.at_span(span, say::unwritable(what, name, &fault, &help(what, name)));
    }
}

/// `parse_csv` → `parse-csv`: a name of Rust as ARO spells such things.
pub(crate) fn hyphenated(name: &str) -> String {
    let mut hyphenated = String::new();
    for c in name.chars() {
        hyphenated.push(if c == '_' { '-' } else { c });
    }
    hyphenated
}

/// Adds the spellings of `name` that hosts send and that differ from it in more than the case of ASCII letters: in lower case and in snake case. The
/// SDK is spared the tables of Unicode so.
pub(crate) fn push_others(name: &str, spellings: &mut Vec<Code>) {
    if !name.is_ascii() {
        for spelling in [&name.to_lowercase(), &snake_case(name)] {
            let mut literal = Code::default();
            spelling.put(&mut literal);
            spellings.push(literal);
        }
    }
}

/// What to write instead.
fn help(what: &str, name: &str) -> String {
    match near(name) {
        Some(near) => format!("write for example `{near}`"),
        None => format!("choose another {what}"),
    }
}

/// The letters, digits and `_` of `name`, with what stood between them shown by capitals.
fn near(name: &str) -> Option<String> {
    let mut near = String::new();
    let mut begins = false;
    for c in name.chars() {
        match c {
            c if near.is_empty() && !c.is_alphabetic() => {}
            c if c.is_alphanumeric() || c == '_' => {
                if begins {
                    near.extend(c.to_uppercase());
                } else {
                    near.push(c);
                }
                begins = false;
            }
            _ => begins = true,
        }
    }
    if is_reserved_word(&near) {
        near.push_str("It");
    }
    if near.is_empty() || near == name || spelling_fault(&near).is_some() { None } else { Some(near) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_not_ascii_has_other_spellings() {
        let others = |name| {
            let mut others = Vec::new();
            push_others(name, &mut others);
            proc_macro2::TokenStream::from(Code::list(&others)).to_string()
        };
        assert_eq!(others("ÄndereDatei"), "\"änderedatei\" , \"ändere_datei\"");
        assert_eq!(others("ParseCSV"), "");
    }

    #[test]
    fn a_near_name_is_one_that_programs_can_write() {
        let near = |name| near(name).unwrap_or_default();
        assert_eq!(near("2fast"), "fast");
        assert_eq!(near("parse it-now!"), "parseItNow");
        assert_eq!(near("the"), "theIt");
        assert_eq!(near("123"), "");
        assert_eq!(near(""), "");
    }
}
