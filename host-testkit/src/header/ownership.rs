//! What each function's comment says about its results and its memory.

use super::comment::wrap;
use super::declarations::{CFunction, Passing};
use super::description::{Description, Form, Function, ReturnKind, Role};

/// What the function returns, and what it does if it fails.
pub(crate) fn result(description: &Description, function: &Function) -> String {
    let last_error = &description.last_error;
    wrap(&match function.form {
        Form::Plain if function.role == Role::Free => {
            format!(
                "A handle of zeros does nothing. Any other that is not valid is refused: `{last_error}` has the error."
            )
        }
        Form::Plain => {
            let zero = match function.returns.kind {
                ReturnKind::Unit => "",
                _ => "the result is zero and ",
            };
            format!("If an argument is refused or the function panics, {zero}`{last_error}` has the error.")
        }
        Form::Status => {
            let none = if function.returns.optional { ", `ARO_NONE` if there is no value" } else { "" };
            let fails = if function.returns.fallible { "it fails, " } else { "" };
            format!(
                "Returns `ARO_SUCCESS`{none}, or an error code if {fails}an argument is refused or the function panics."
            )
        }
    })
}

/// Who owns what goes in and comes out, a sentence for each parameter that points to memory.
pub(crate) fn ownership(description: &Description, function: &Function, declaration: &CFunction) -> String {
    let free = &description.free;
    let mut sentences = Vec::new();
    for (index, param) in declaration.params.iter().enumerate() {
        let name = &param.name;
        let length = || declaration.params.get(index + 1).map_or("", |next| next.name.as_str());
        match param.passing {
            Passing::Str => sentences.push(format!(
                "`{name}` is borrowed for the call: `{length}` bytes of UTF-8, which need no NUL at the end; NULL is allowed if `{length}` is 0.",
                length = length()
            )),
            Passing::Slice => sentences.push(format!(
                "`{name}` is borrowed for the call: `{length}` elements; NULL is allowed if `{length}` is 0.",
                length = length()
            )),
            Passing::OutString => sentences.push(format!(
                "On success `*{name}` is a new string of `*{length}` bytes with a NUL after them, and the caller frees it with `{free}`.",
                length = length()
            )),
            Passing::OutVec => sentences.push(format!(
                "On success `*{name}` is a new array of `*{length}` elements, NULL if there are none, and the caller frees it with `{free}`.",
                length = length()
            )),
            Passing::OutHandle => sentences.push(format!(
                "On success `*{name}` is a handle that the caller owns and ends with `{}`.",
                free_of(description, &function.returns.kind)
            )),
            Passing::Error => sentences.push(format!(
                "`{name}` may be NULL. On failure the caller frees `{name}->message` with `{free}`."
            )),
            Passing::Handle if function.role == Role::Free => {
                sentences.push(format!("The object of `{name}` is dropped, and the handle is not valid any more."));
            }
            Passing::Handle => sentences.push(format!("`{name}` stays the caller's.")),
            Passing::Value | Passing::Length | Passing::OutValue | Passing::OutLength => {}
        }
    }
    if let (Form::Plain, ReturnKind::Object { .. }) = (function.form, &function.returns.kind) {
        let free = free_of(description, &function.returns.kind);
        sentences.push(format!("The result is a handle that the caller owns and ends with `{free}`."));
    }
    if sentences.is_empty() {
        sentences.push("values only, nothing to free.".to_owned());
    }
    if let [only] = sentences.as_slice() {
        return wrap(&format!("Ownership: {only}"));
    }
    let items = sentences.iter().map(|sentence| wrap(&format!("- {sentence}")));
    std::iter::once("Ownership:".to_owned()).chain(items).collect::<Vec<_>>().join("\n")
}

fn free_of<'a>(description: &'a Description, kind: &ReturnKind) -> &'a str {
    match kind {
        ReturnKind::Object { of } => description.object(of).map_or("", |object| object.free.as_str()),
        _ => "",
    }
}
