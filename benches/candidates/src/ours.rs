//! The SDK's own scan.

use crate::json::{self, Envelope};

pub(crate) fn subject(text: &str) -> Option<String> {
    let mut envelope = Envelope::of(text);
    envelope.scan().ok()?;
    let clean = envelope.clean().and_then(|clean| clean.get("value"));
    let named = clean.or_else(|| envelope.top().get("value")).or_else(|| envelope.with()?.get("value"));
    let found = named.or_else(|| {
        let base = match envelope.top().get("source").map(json::base_of) {
        Some(json::Base::Plain(name)) => Some(name),
        _ => None,
    };
        base.and_then(|base| envelope.top().get(base)).or_else(|| envelope.top().get("data"))
    });
    found.map(str::to_owned)
}
