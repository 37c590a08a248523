//! `symbol = "…"`: the name of an action's C entry point.
//!
//! The entry point is exported, and hosts load a plugin with `RTLD_GLOBAL`. So a name that the
//! process knows already is not only a clash for the linker: a plugin with an exported `malloc`
//! would get every allocation of itself, and perhaps those of the host.

use syn::LitStr;

use crate::diagnostics::{Report, action as say};

/// The functions and variables that ISO C17 and POSIX.1-2008 with XSI declare, and `main`.
const C_LIBRARY: &str = include_str!("c_library.txt");

/// The keywords of C23, whichever of them a compiler knows.
const C_KEYWORDS: &str = "\
    alignas alignof auto bool break case char const constexpr continue default do double else \
    enum extern false float for goto if inline int long nullptr register restrict return short \
    signed sizeof static static_assert struct switch thread_local true typedef typeof \
    typeof_unqual union unsigned void volatile while";

pub(super) fn symbol(symbol: Option<&LitStr>, report: &Report) {
    let Some(symbol) = symbol else { return };
    let text = symbol.value();
    if let Some(fault) = fault(&text) {
        report.at(symbol, say::symbol_unfit(&text, fault));
    }
}

fn fault(name: &str) -> Option<&'static str> {
    if !is_c_identifier(name) {
        Some("it is not a C identifier")
    } else if has_word(C_KEYWORDS, name) {
        Some("it is a keyword of C")
    } else if name.starts_with("aro_") {
        Some("names that begin with `aro_` are reserved for the ABI")
    } else if name.starts_with('_') {
        Some("names that begin with `_` are reserved for the C compiler and its library")
    } else if has_word(C_LIBRARY, name) {
        Some("it is a name of the C library, and the process would call the action instead")
    } else {
        None
    }
}

fn has_word(words: &str, word: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

fn is_c_identifier(name: &str) -> bool {
    let is_letter = |byte: u8| byte == b'_' || byte.is_ascii_alphabetic();
    let is_part = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
    name.bytes().next().is_some_and(is_letter) && name.bytes().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_c_identifier_is_ascii_and_begins_with_no_digit() {
        for name in ["a", "_", "greet_2", "G"] {
            assert!(is_c_identifier(name), "{name}");
        }
        for name in ["", "2a", "a-b", "é", "a b"] {
            assert!(!is_c_identifier(name), "{name}");
        }
    }

    #[test]
    fn a_name_that_the_process_knows_already_is_refused() {
        let of_c = ["malloc", "free", "realloc", "memcpy", "strlen", "printf", "exit", "main", "errno", "thrd_create"];
        let of_posix = ["open", "read", "close", "fork", "dlopen", "pthread_create", "getenv", "send", "environ"];
        let reserved = ["_exit", "__cxa_finalize", "_init", "_Z3foov", "aro_plugin_free", "aro_x", "int", "return"];
        for name in of_c.into_iter().chain(of_posix).chain(reserved) {
            assert!(fault(name).is_some(), "{name}");
        }
        for name in ["greet", "my_free", "Malloc", "shop__greet", "arolang", "opens", "same_symbol_in_both"] {
            assert_eq!(fault(name), None, "{name}");
        }
    }
}
