//! The SDK's own scan.

use crate::json::{self, Envelope};

pub(crate) fn subject(text: &str) -> Option<String> {
    let mut envelope = Envelope::of(text);
    envelope.scan(text).ok()?;
    let clean = envelope.clean().and_then(|clean| clean.get("value"));
    let named = clean.or_else(|| envelope.top.get("value")).or_else(|| envelope.with()?.get("value"));
    let found = named.or_else(|| {
        let base = envelope.top.get("source").and_then(json::base_of);
        base.and_then(|base| envelope.top.get(base.trim_matches('"'))).or_else(|| envelope.top.get("data"))
    });
    found.map(str::to_owned)
}
