//! Writes what a function returned, as the reply.

use super::Call;
use super::events::Event;
use crate::error::{Error, Result};
use crate::json::{SerializeError, Top, put, write_under};
use crate::reply::{IntoError, IntoReply, Reply, take_failure};

/// Writes what an action returned: an object as it is, anything else under `key`.
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
    let written = value.serialize(Top::new(reply.json_mut(), key));
    match (written, call.events()) {
        (Ok(()), None) => Ok(reply),
        (written, _) => finish(call, reply, written),
    }
}

/// The cold path: the value could not be written, or there are events. Not generic, so that it is
/// compiled once.
#[cold]
fn finish(call: &Call<'_>, mut reply: Reply, written: Result<(), SerializeError>) -> Result<Reply> {
    written.map_err(unwritable)?;
    if let Some(events) = call.events() {
        append_events(&mut reply, &events.borrow());
    }
    Ok(reply)
}

/// Writes what a qualifier returned, under `result`.
///
/// # Errors
///
/// What the qualifier returned as its error, a value that cannot be written, and null, which hosts
/// refuse ([ABI, section 6](aro_abi::reference#6-qualifiers)).
pub fn respond_qualifier<T: IntoReply, E: IntoError<Via>, Via>(
    call: &Call<'_>,
    returned: Result<T, E>,
) -> Result<Reply> {
    let value = returned.map_err(IntoError::into_error)?;
    let mut reply = Reply::usual();
    if !write_under(reply.json_mut(), "result", &value).map_err(unwritable)? {
        return Err(Error::execution_failed(format!(
            "the qualifier \"{}\" gave null, which hosts refuse: let it give a value, or an error",
            call.name()
        )));
    }
    Ok(reply)
}

/// Drops what a function returned that has no reply: an event handler, a shutdown hook.
///
/// # Errors
///
/// What the function returned as its error.
pub fn discard<T, E: IntoError<Via>, Via>(_: &Call<'_>, returned: Result<T, E>) -> Result<()> {
    returned.map(drop).map_err(IntoError::into_error)
}

/// The reply is an object; the events become its last member.
fn append_events(reply: &mut Reply, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let out = reply.json_mut();
    out.pop();
    // The author's raw JSON may have whitespace inside its braces.
    if out.trim_ascii_end().last() != Some(&b'{') {
        put(out, b",");
    }
    put(out, b"\"_events\":[");
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            put(out, b",");
        }
        put(out, event.json());
    }
    put(out, b"]}");
}

/// The error of a value that cannot be written.
fn unwritable(error: SerializeError) -> Error {
    // A stream that was written elsewhere, and was not this result, may have left its error.
    take_failure()
        .filter(|failure| failure.message() == error.message())
        .unwrap_or_else(|| Error::execution_failed(format!("the result cannot be written as JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::write_value;
    use crate::reply::TryStreamed;

    #[test]
    fn the_error_of_a_stream_that_was_no_result_is_not_reported_for_another_value() {
        let failing = TryStreamed::new([Err::<u8, _>(Error::not_found("of the call before"))]);
        let first = write_value(&mut Vec::new(), 0, &failing).unwrap_err();
        let other = write_value(&mut Vec::new(), 0, &f64::NAN).unwrap_err();
        assert_eq!(first.to_string(), "of the call before");
        let other = unwritable(other);
        assert!(other.message().starts_with("the result cannot be written as JSON"), "{other}");
        assert!(take_failure().is_none());
    }
}
