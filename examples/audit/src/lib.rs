//! An audit trail: a program's events, in order.
//!
//! The plugin records every event that the program publishes. Actions add entries, read them,
//! count them, and let the program review them:
//!
//! ```aro
//! RecordAudit    the <entry>   for "OrderRefunded" with { actor: "ada", details: { order: 7 } }.
//! ReadAudit      the <entries> for "Order*" with { limit: 20 }.
//! SummarizeAudit the <summary> for "*".
//! ReviewAudit    the <verdict> for "Order*" with { feature_set: "Review Orders" }.
//! ```
//!
//! A pattern selects events as in a subscription: a type, `Prefix*`, or `*`. It is case-sensitive.
//!
//! The trail is kept in memory and has the latest 10,000 entries.
//!
//! # On which hosts
//!
//! Only the interpreter delivers events to plugins, and it publishes a plugin's own
//! (`AuditRecorded`, `AuditReviewed`) on its eager path only (docs/abi.md, section 2). The actions
//! work on every host, except `ReviewAudit`: no released host lets plugins run feature sets, so it
//! returns an error with the code 9.

mod alarms;
mod entry;
mod events;
mod pattern;
mod read;
mod record;
mod review;
mod trail;

aro_sdk::plugin! { handle = "Audit" }
