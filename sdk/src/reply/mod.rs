//! The reply of a call.

mod buffer;
mod failure;
mod result;
mod room;
mod serializer;
mod stream;
mod text;

pub use buffer::Reply;
pub(crate) use buffer::{HEADER, Lasting};
pub use failure::IntoError;
pub use result::IntoReply;
pub use stream::{Streamed, TryStreamed};
pub(crate) use text::write as write_text;

use std::convert::Infallible;

use crate::call::Call;
use crate::error::{Error, Result, joined};
use crate::events::Event;
pub(crate) use serializer::write_value;
use serializer::{SerializeError, Top};

/// Writes what an action returned.
///
/// # Errors
///
/// What the action returned as its error, and a value that cannot be written.
pub fn respond<T: IntoReply, E: IntoError<Via>, Via>(
    call: &Call<'_>,
    key: &'static str,
    returned: Result<T, E>,
) -> Result<Reply> {
    let value = returned.map_err(IntoError::into_error)?;
    let mut reply = Reply::usual();
    let written = value.serialize(Top::new(reply.text_mut(), key));
    match (written, call.events()) {
        (Ok(()), None) => Ok(reply),
        (written, _) => finished(call, reply, written),
    }
}

/// What is the same for all types: it stands in the library once.
#[cold]
#[inline(never)]
fn finished(call: &Call<'_>, mut reply: Reply, written: Result<(), SerializeError>) -> Result<Reply> {
    written.map_err(unwritable)?;
    if let Some(events) = call.events() {
        append_events(&mut reply, &events.borrow());
    }
    Ok(reply)
}

/// Writes what a qualifier returned: whatever it is, it stands under `result`.
///
/// # Errors
///
/// What the qualifier returned as its error, a value that cannot be written, and null, which hosts refuse (ABI, section 6).
pub fn respond_qualifier<T: IntoReply, E: IntoError<Via>, Via>(
    call: &Call<'_>,
    returned: Result<T, E>,
) -> Result<Reply> {
    let value = returned.map_err(IntoError::into_error)?;
    let mut reply = Reply::usual();
    if !serializer::write_under(reply.text_mut(), "result", &value).map_err(unwritable)? {
        return Err(Error::execution_failed(format!(
            "the qualifier \"{}\" gave null, which hosts refuse: let it give a value, or an error",
            call.name()
        )));
    }
    Ok(reply)
}

/// The reply's text is a whole object; the events become its last member.
fn append_events(reply: &mut Reply, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let text = reply.text_mut();
    text.pop();
    // Raw JSON of the author's may have blanks in its braces.
    let comma = text.trim_ascii_end().last() != Some(&b'{');
    put(text, if comma { b",\"_events\":[" } else { b"\"_events\":[" });
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            put(text, b",");
        }
        put(text, event.json());
    }
    put(text, b"]}");
}

fn unwritable(error: SerializeError) -> Error {
    // Another may have been left behind by something that was written before, and was not a result.
    if let Some(failure) = stream::take_failure()
        && failure.message() == error.message()
    {
        return failure;
    }
    Error::execution_failed(joined(&["the result cannot be written as JSON: ", error.message()]))
}

impl Reply {
    /// Adds a member to an object that is still open.
    pub(crate) fn add_member(&mut self, name: &str, value: &Reply) {
        let first = self.text() == b"{";
        let out = self.text_mut();
        text::write_key(out, first, name);
        put(out, value.text());
    }

    /// `{"error": message, "error_code": n, "category"?, "details"?}`.
    pub(crate) fn error(error: &Error) -> Self {
        let mut reply = Reply::usual();
        let out = reply.text_mut();
        out.extend_from_slice(b"{\"error\":");
        text::write(out, error.message());
        let code = error.code().number();
        let mut member = *b",\"error_code\":0";
        member[member.len() - 1] += code % 10;
        if code >= 10 {
            put(out, b",\"error_code\":1");
            put(out, &member[member.len() - 1..]);
        } else {
            out.extend_from_slice(&member);
        }
        if let Some(category) = error.category() {
            put(out, b",\"category\":");
            text::write(out, category.name());
        }
        let mut before: &[u8] = b",\"details\":{";
        for member in error.details_in_json().members() {
            // Null is left out, as in results.
            if !member.ends_with(b":null") {
                put(out, before);
                put(out, member);
                before = b",";
            }
        }
        if before.len() == 1 {
            put(out, b"}");
        }
        out.push(b'}');
        reply
    }
}

/// Appends; not inlined, as it stands in many places where nobody is in a hurry.
#[inline(never)]
pub(crate) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    room::reserve(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Tells a `Result` from every other type, without a word from the author: the method below is found first where it exists.
pub struct Returned<R>(pub R);

impl<T, E> Returned<std::result::Result<T, E>> {
    /// An action that can fail.
    pub fn outcome(self) -> std::result::Result<T, E> {
        self.0
    }
}

/// An action that cannot fail.
pub trait Unfailing {
    /// What it returns.
    type Value;

    /// Its value.
    fn outcome(self) -> std::result::Result<Self::Value, Never>;
}

impl<T> Unfailing for Returned<T> {
    type Value = T;

    fn outcome(self) -> std::result::Result<T, Never> {
        Ok(self.0)
    }
}

/// The error of an action that cannot fail.
pub struct Never(Infallible);

impl From<Never> for Error {
    fn from(never: Never) -> Self {
        match never.0 {}
    }
}
