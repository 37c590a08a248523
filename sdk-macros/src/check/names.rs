//! Names that programs write as one word: verbs, handles, methods of services.

use aro_abi::{is_reserved_word, spelling_fault};
use proc_macro2::Span;

use crate::diagnostics::{Report, action as say};

/// ARO's lexer must take `name` as one word (ABI, section 7). `what` is what messages call it.
pub(super) fn check_name(what: &str, name: &str, span: Span, report: &Report) {
    let Some(fault) = spelling_fault(name) else { return };
    let fault = match fault.strip_prefix("a verb") {
        Some(rest) => format!("a {what}{rest}"),
        None => fault,
    };
    let help = match writable(name) {
        Some(writable) => format!("write for example `{writable}`"),
        None => format!("choose another {what}"),
    };
    report.at_span(span, say::unwritable(what, name, &fault, &help));
}

/// A name like `name` that programs can write: its letters, digits and `_` in camel case.
fn writable(name: &str) -> Option<String> {
    let mut writable = String::new();
    let mut starts_word = false;
    for c in name.chars() {
        match c {
            c if writable.is_empty() && !c.is_alphabetic() => {}
            c if c.is_alphanumeric() || c == '_' => {
                if starts_word {
                    writable.extend(c.to_uppercase());
                } else {
                    writable.push(c);
                }
                starts_word = false;
            }
            _ => starts_word = true,
        }
    }
    if is_reserved_word(&writable) {
        writable.push_str("It");
    }
    let is_better = !writable.is_empty() && writable != name && spelling_fault(&writable).is_none();
    is_better.then_some(writable)
}

#[cfg(test)]
mod tests {
    use super::writable;

    #[test]
    fn the_suggested_name_is_one_that_programs_can_write() {
        let writable = |name| writable(name).unwrap_or_default();
        assert_eq!(writable("2fast"), "fast");
        assert_eq!(writable("parse it-now!"), "parseItNow");
        assert_eq!(writable("the"), "theIt");
        assert_eq!(writable("123"), "");
        assert_eq!(writable(""), "");
    }
}
