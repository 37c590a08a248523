//! What goes through the pipes between a test and its child.
//!
//! Each message is a mark, its length and its JSON. The mark tells a message from what a plugin
//! prints, where the child cannot keep its standard output to itself.

use std::io::{self, Read, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::call::Call;
use super::executor::{CallOutcome, Mode};

const MARK: &[u8; 4] = b"\x01ARO";

/// The first of these says to a started program that it is a child; each names a library to load.
pub(crate) fn library_variable(index: usize) -> String {
    format!("ARO_TESTKIT_CHILD_LIBRARY_{index}")
}

/// What the child is to do next.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Request {
    pub(crate) library: usize,
    pub(crate) mode: Mode,
    pub(crate) calls: Vec<Call>,
}

/// What the child is about to do, or has done. The child sends each notice before it calls the
/// plugin, so after a crash the parent knows the call.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Notice {
    Loading(usize),
    NotLoaded(String),
    Ready,
    Begin(usize),
    Returned(usize),
    End(usize, CallOutcome),
    Done,
}

/// Bytes as a JSON string: `t` and the string if they are UTF-8, else `b` and, for each byte, the
/// character with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => serializer.serialize_str(&format!("t{text}")),
            Err(_) => {
                serializer.serialize_str(&"b".chars().chain(self.0.iter().copied().map(char::from)).collect::<String>())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(deserializer)?;
        if text.starts_with('t') {
            text.remove(0);
            return Ok(Self(text.into_bytes()));
        }
        let bytes = text.chars().skip(1).map(|c| u8::try_from(u32::from(c)));
        bytes.collect::<Result<_, _>>().map(Self).map_err(serde::de::Error::custom)
    }
}

/// In one piece, so that what another thread prints does not come in between.
pub(crate) fn send(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    let mut frame = MARK.to_vec();
    frame.extend([0; 8]);
    serde_json::to_writer(&mut frame, message)?;
    let length = frame.len() - 12;
    frame[4..12].copy_from_slice(&(length as u64).to_le_bytes());
    to.write_all(&frame)?;
    to.flush()
}

/// Passes over whatever is no message.
pub(crate) fn receive<T: DeserializeOwned>(from: &mut impl Read) -> io::Result<T> {
    let mut seen = [0; 4];
    while seen != *MARK {
        seen.rotate_left(1);
        from.read_exact(&mut seen[3..])?;
    }
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let mut json = Vec::new();
    let length = u64::from_le_bytes(length);
    if from.take(length).read_to_end(&mut json)? as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(serde_json::from_slice(&json)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_found_between_what_a_plugin_prints() {
        let mut pipe = b"hello\n\x01AR".to_vec();
        send(&mut pipe, &Notice::End(3, CallOutcome::Text(Bytes(vec![0, 255, 34])))).unwrap();
        pipe.extend(b"world");
        send(&mut pipe, &Notice::Done).unwrap();
        let mut pipe = pipe.as_slice();
        let first: Notice = receive(&mut pipe).unwrap();
        assert!(matches!(first, Notice::End(3, CallOutcome::Text(Bytes(bytes))) if bytes == [0, 255, 34]));
        assert!(matches!(receive(&mut pipe).unwrap(), Notice::Done));
        assert!(receive::<Notice>(&mut pipe).is_err());
    }
}
