//! An audit trail: what happened in a program, in order.
//!
//! Every event that the program publishes goes into the trail by itself. Actions add to it, read
//! it, and let the program judge it:
//!
//! ```aro
//! RecordAudit    the <entry>   for "OrderRefunded" with { actor: "ada", details: { order: 7 } }.
//! ReadAudit      the <entries> for "Order*" with { limit: 20 }.
//! SummarizeAudit the <summary> for "*".
//! ReviewAudit    the <verdict> for "Order*" with { feature_set: "Review Orders" }.
//! ```
//!
//! Which events are meant is said as in a subscription: a type, `Prefix*`, or `*`; case counts.
//!
//! The trail is in memory and holds the latest 10,000 entries.
//!
//! # On which hosts
//!
//! Only the interpreter delivers events to plugins, and it publishes a plugin's own
//! (`AuditRecorded`, `AuditReviewed`) on its eager path only (docs/abi.md, section 2). The actions
//! work on every host, but for `ReviewAudit`: no released host gives plugins a way to run feature
//! sets, and until one does, it answers with the error code 9.

mod alarms;
mod entry;
mod events;
mod pattern;
mod read;
mod record;
mod review;
mod trail;

aro_sdk::plugin! { handle = "Audit" }
