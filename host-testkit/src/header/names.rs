//! Names that C and C++ accept.

use std::collections::BTreeSet;

/// Keywords of C11, C23, C++17 and C++20, C++'s alternative tokens, and macros that the included
/// headers or the compilers define. None of them can be the name of a parameter or a field.
const RESERVED: &str = "
    EOF I INFINITY NAN NULL alignas alignof and and_eq asm assert auto bitand bitor bool break case catch char
    char16_t char32_t char8_t class co_await co_return co_yield compl complex concept const const_cast consteval
    constexpr constinit continue decltype default delete do double dynamic_cast else enum errno explicit export
    extern false float for friend goto i386 if inline int linux long mutable namespace new noexcept noreturn not
    not_eq nullptr offsetof operator or or_eq private protected public register reinterpret_cast requires
    restrict return short signed sizeof static static_assert static_cast stderr stdin stdout struct switch
    template this thread_local throw true try typedef typeid typename typeof typeof_unqual union unix unsigned
    using virtual void volatile wchar_t while xor xor_eq
";

/// Types that declarations name. A parameter or a field of such a name would hide the type.
const TYPES: &[&str] =
    &["int16_t", "int32_t", "int64_t", "int8_t", "intptr_t", "size_t", "uint16_t", "uint32_t", "uint64_t", "uint8_t"];

/// Whether it has the characters of a C identifier.
pub(crate) fn has_identifier_characters(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Whether it is a C identifier and neither reserved nor the type of a prototype.
pub(crate) fn is_identifier(name: &str) -> bool {
    has_identifier_characters(name) && !is_reserved(name) && !TYPES.contains(&name)
}

/// Whether C or C++ keeps the identifier for itself, or a header defines it as a macro.
fn is_reserved(name: &str) -> bool {
    let mut bytes = name.bytes();
    let of_the_implementation =
        bytes.next() == Some(b'_') && bytes.next().is_some_and(|next| next == b'_' || next.is_ascii_uppercase());
    // `<stdint.h>`: `INT8_MAX`, `UINT64_C`, `SIZE_MAX` and many others.
    let of_stdint = ["_MAX", "_MIN", "_C", "_WIDTH"].iter().any(|end| name.ends_with(end))
        && !name.contains(|c: char| c.is_ascii_lowercase());
    of_the_implementation || of_stdint || RESERVED.split_ascii_whitespace().any(|word| word == name)
}

/// A Rust name as a C identifier: a character outside ASCII becomes its number, and a reserved
/// word gets a `_`.
pub(crate) fn to_identifier(name: &str) -> String {
    let mut identifier = String::new();
    for character in name.trim_start_matches("r#").chars() {
        match character {
            '_' | 'a'..='z' | 'A'..='Z' | '0'..='9' => identifier.push(character),
            other => identifier.push_str(&format!("_u{:x}", u32::from(other))),
        }
    }
    if is_reserved(&identifier) {
        identifier.push('_');
    }
    identifier
}

/// Gives out names that differ from each other, and from those of types and macros.
pub(crate) struct Scope<'a> {
    global: &'a BTreeSet<String>,
    taken: BTreeSet<String>,
}

impl<'a> Scope<'a> {
    /// `global` has the header's own types and macros.
    pub(crate) fn new(global: &'a BTreeSet<String>) -> Self {
        Self { global, taken: BTreeSet::new() }
    }

    /// The name as a C identifier, with as many `_` at its end as make it unlike all others.
    pub(crate) fn take(&mut self, name: &str) -> String {
        let mut identifier = to_identifier(name);
        while TYPES.contains(&identifier.as_str())
            || self.global.contains(&identifier)
            || !self.taken.insert(identifier.clone())
        {
            identifier.push('_');
        }
        identifier
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_of_c_or_cpp_gets_an_underscore() {
        for (name, expected) in [
            ("class", "class_"),
            ("r#try", "try_"),
            ("int", "int_"),
            ("linux", "linux_"),
            ("INT8_MAX", "INT8_MAX_"),
            ("__func__", "__func___"),
            ("_Bool", "_Bool_"),
            ("_x", "_x"),
            ("X_MAXED", "X_MAXED"),
        ] {
            assert_eq!(to_identifier(name), expected);
        }
    }

    #[test]
    fn a_character_outside_ascii_becomes_its_number() {
        assert_eq!(to_identifier("größe"), "gr_uf6_udfe");
        assert_eq!(to_identifier("名"), "_u540d");
    }

    #[test]
    fn names_in_one_scope_differ() {
        let global = BTreeSet::from(["geometry_Point".to_owned()]);
        let mut scope = Scope::new(&global);
        let taken = ["a", "a", "class_", "class", "size_t", "geometry_Point"].map(|name| scope.take(name));
        assert_eq!(taken, ["a", "a_", "class_", "class__", "size_t_", "geometry_Point_"]);
    }

    #[test]
    fn the_reserved_words_are_sorted_and_without_repetitions() {
        let words: Vec<&str> = RESERVED.split_ascii_whitespace().collect();
        assert!(words.is_sorted_by(|left, right| left < right), "keep the list in order");
    }
}
