//! Attributes and their items, from the sources of examples, fixtures and compile-fail cases.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::{Seeds, root};

/// In the order of `MACROS` in `fuzz_targets/macros.rs`.
const ATTRIBUTES: [&str; 8] = [
    "aro_action",
    "aro_qualifier",
    "aro_service",
    "aro_system_object",
    "aro_on_event",
    "aro_export",
    "aro_init",
    "aro_shutdown",
];
const MACROS: [(&str, u8); 3] = [("plugin", 8), ("library", 9), ("exports", 10)];
const DERIVE: u8 = 11;

pub(crate) fn seeds() -> Result<Seeds, Box<dyn std::error::Error>> {
    let mut seeds = Seeds::default();
    for folder in ["examples", "tests/fixtures", "tests/ui"] {
        read(&root().join(folder), &mut seeds)?;
    }
    Ok(seeds)
}

fn read(folder: &Path, seeds: &mut Seeds) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("target") {
            read(&path, seeds)?;
        } else if path.extension().is_some_and(|extension| extension == "rs")
            && let Ok(tokens) = fs::read_to_string(&path)?.parse::<TokenStream>()
        {
            find(tokens, seeds);
        }
    }
    Ok(())
}

/// The attributes and macros at this level, and in the modules and blocks inside.
fn find(tokens: TokenStream, seeds: &mut Seeds) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => find(group.stream(), seeds),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                let Some((number, args)) = attribute(group) else { continue };
                let item = item(&tokens[at + 1..]);
                seeds.add(&[&[number], args.as_bytes(), b"\0", item.as_bytes()]);
                // A type with `#[aro_export]` is derived.
                if ATTRIBUTES.get(usize::from(number)) == Some(&"aro_export") {
                    seeds.add(&[&[DERIVE], b"\0", item.as_bytes()]);
                }
            }
            TokenTree::Ident(name) => {
                let number = MACROS.iter().find(|(macro_name, _)| name == macro_name).map(|(_, number)| *number);
                if let (Some(number), Some(TokenTree::Group(args))) = (number, tokens.get(at + 2)) {
                    seeds.add(&[&[number], args.stream().to_string().as_bytes()]);
                }
            }
            _ => {}
        }
    }
}

/// The number of the macro, and the arguments.
fn attribute(group: &Group) -> Option<(u8, String)> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    let (TokenTree::Ident(name), rest) = tokens.split_first()? else { return None };
    let args = match rest.last() {
        Some(TokenTree::Group(args)) => args.stream().to_string(),
        _ => String::new(),
    };
    if name == "derive" && args.contains("AroTypes") {
        return Some((DERIVE, String::new()));
    }
    let number = ATTRIBUTES.iter().position(|attribute| name == attribute)?;
    Some((u8::try_from(number).ok()?, args))
}

/// The tokens up to the end of the item.
fn item(tokens: &[TokenTree]) -> String {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    };
    let end = tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1);
    tokens[..end].iter().cloned().collect::<TokenStream>().to_string()
}
