//! Calls with big arguments and results, whose memory is measured.

use crate::payloads::{lines, numbered_rows, plain};
use crate::plugin::PluginKind;

/// One such call.
#[derive(Clone, Copy, Debug)]
pub struct Bulk {
    /// The name in tables.
    pub name: &'static str,
    /// The plugin.
    pub which: PluginKind,
    /// The action.
    pub action: &'static str,
    envelope: fn() -> String,
}

const SIZE: usize = 16 << 20;

/// All such calls, those of the hand-written plugin last.
pub const BULKS: &[Bulk] = &[
    sdk("16 MB string in, its length out", "TextLength", || plain(SIZE)),
    sdk("16 MB string with escapes in, its length out", "TextLength", escaped),
    sdk("16 MB string in and out", "EchoText", || plain(SIZE)),
    sdk("16 MB string with escapes in and out", "EchoText", escaped),
    sdk("16 MB of rows in and out, kept raw", "EchoRows", || numbered_rows(SIZE)),
    sdk("16 MB of rows out, streamed", "StreamRows", || r#"{"count":340000}"#.to_owned()),
    sdk("16 MB of numbers out, streamed", "StreamNumbers", || r#"{"count":2100000}"#.to_owned()),
    by_hand("16 MB string in, its length out", "TextLength", || plain(SIZE)),
    by_hand("16 MB of rows in and out", "FilterRows", || numbered_rows(SIZE)),
];

const fn sdk(name: &'static str, action: &'static str, envelope: fn() -> String) -> Bulk {
    Bulk { name, which: PluginKind::Bulk, action, envelope }
}

const fn by_hand(name: &'static str, action: &'static str, envelope: fn() -> String) -> Bulk {
    Bulk { name, which: PluginKind::ByHand, action, envelope }
}

impl Bulk {
    /// Its envelope.
    #[must_use]
    pub fn envelope(&self) -> String {
        (self.envelope)()
    }
}

fn escaped() -> String {
    format!("{{\"data\":\"{}\"}}", lines(SIZE))
}
