//! ARO actions that search, replace, split, compare and render text.
//!
//! ```aro
//! FindText       the <found>   from the <text> with { pattern: "[a-z]+@[a-z.]+" }.
//! ReplaceText    the <clean>   from the <text> with { pattern: "\\s+", replacement: " " }.
//! SplitText      the <fields>  from the <text> with { pattern: "\\s*;\\s*" }.
//! SlugifyText    the <slug>    from the <title>.
//! DiffTexts      the <changes> from the <before> with { changed: <after> }.
//! RenderTemplate the <letter>  from the <template> with { values: { name: "Ada" } }.
//! ```
//!
//! `pattern` is a regular expression as the crate `regex` reads it, or plain text with
//! `literal: true`. Such an expression takes time that grows with the length of the text and not
//! faster, whatever the expression; one that would be too large in memory is refused.
//!
//! Positions count characters (Unicode scalar values) from 0.
//!
//! The qualifier `Text.slug` makes a slug inside an expression.

mod diff;
mod find;
mod pattern;
mod replace;
mod slug;
mod split;
mod template;

aro_sdk::plugin! { handle = "Text" }
