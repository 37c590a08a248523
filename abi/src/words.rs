//! Prepositions, roles, built-in verbs and reserved words.

use std::cmp::Ordering;

/// An enum whose variants are words of the protocol.
macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// Every one, in the order of the ABI's list.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The words of all, in the same order.
            pub const WORDS: &'static [&'static str] = &[$($word,)*];

            /// The word in metadata and envelopes.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }

            /// The one with this word, if there is one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$variant),)* _ => None }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

word_enum! {
    /// The word between a statement's result and its object.
    Preposition {
        /// `from`
        From = "from",
        /// `for`
        For = "for",
        /// `against`
        Against = "against",
        /// `to`
        To = "to",
        /// `into`
        Into = "into",
        /// `via`
        Via = "via",
        /// `with`
        With = "with",
        /// `on`
        On = "on",
        /// `at`
        At = "at",
        /// `by`
        By = "by",
    }
}

word_enum! {
    /// What an action does to the data flow of a program.
    Role {
        /// From outside into the program.
        Request = "request",
        /// Within the program.
        Own = "own",
        /// From the program to its caller.
        Response = "response",
        /// From the program to other systems.
        Export = "export",
        /// Runs a server.
        Server = "server",
    }
}

const BUILTIN_VERBS: &str = include_str!("builtin-verbs.txt");
const RESERVED_WORDS: &str = include_str!("reserved-words.txt");

/// Whether a built-in verb of ARO hides a plugin's verb of this [normal form](crate::normal_form).
/// Programs can reach a hidden verb only with the plugin's handle: `Handle.Verb`.
#[must_use]
pub fn is_builtin_verb(normal_form: &str) -> bool {
    is_line(BUILTIN_VERBS, normal_form)
}

/// Whether `word` is a reserved word of ARO, in any case, so that no statement can begin with it.
#[must_use]
pub fn is_reserved_word(word: &str) -> bool {
    is_line(RESERVED_WORDS, &word.to_ascii_lowercase())
}

/// The reserved words that can be names all the same.
const NAMES: [&str; 12] =
    ["a", "an", "case", "else", "error", "exists", "if", "match", "otherwise", "the", "then", "when"];

/// Whether `word` is a reserved word of ARO, in any case, that cannot be the name of a variable,
/// nor a key or a specifier without quotes ([ABI, section 3](crate::reference#3-envelopes)).
///
/// ```
/// # use aro_abi::is_reserved_name;
/// assert!(is_reserved_name("type") && is_reserved_name("By"));
/// assert!(!is_reserved_name("error") && !is_reserved_name("limit"));
/// ```
#[must_use]
pub fn is_reserved_name(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    is_reserved_word(&word) && !NAMES.contains(&word.as_str())
}

/// Binary search for `word` in sorted lines. The attributes call it for each verb, in a compiler
/// plugin that is not optimised.
fn is_line(lines: &str, word: &str) -> bool {
    let (lines, word) = (lines.as_bytes(), word.as_bytes());
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let (mut begin, mut end) = ((low + high) / 2, (low + high) / 2);
        while begin > low && lines[begin - 1] != b'\n' {
            begin -= 1;
        }
        while end < high && lines[end] != b'\n' {
            end += 1;
        }
        match lines[begin..end].cmp(word) {
            Ordering::Less => low = end + 1,
            Ordering::Equal => return true,
            Ordering::Greater => high = begin,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_again_by_its_spelling() {
        for preposition in Preposition::ALL {
            assert_eq!(Preposition::from_word(preposition.as_str()), Some(*preposition));
        }
        for role in Role::ALL {
            assert_eq!(Role::from_word(role.as_str()), Some(*role));
        }
        assert_eq!(Preposition::from_word("From"), None);
    }

    #[test]
    fn the_lists_know_their_words() {
        assert!(is_builtin_verb("probe") && is_builtin_verb("createdirectory"));
        assert!(!is_builtin_verb("parsecsv"));
        assert!(is_reserved_word("The") && is_reserved_word("publish"));
        assert!(!is_reserved_word("publisher"));
        for lines in [BUILTIN_VERBS, RESERVED_WORDS] {
            assert!(lines.lines().is_sorted());
            assert!(lines.lines().all(|line| is_line(lines, line)));
            assert!(!is_line(lines, "") && !is_line(lines, "zz") && !is_line(lines, "a\n"));
        }
    }
}
