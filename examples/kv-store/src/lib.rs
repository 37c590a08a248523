//! Values under keys, in one file, for ARO programs.
//!
//! ```aro
//! Call the <stored> from the <kv: put> with { key: "user:1", value: { name: "Ada" } }.
//! Call the <user>   from the <kv: get> with { key: "user:1" }.
//! Call the <users>  from the <kv: keys> with { prefix: "user:" }.
//! Call the <visits> from the <kv: increment> with { key: "visits" }.
//! Call the <gone>   from the <kv: delete> with { key: "user:1" }.
//! ```
//!
//! A value is whatever JSON can say. `get` answers an object with the key `value`, the others what
//! they give under `result`. The same values are the system object `kv`, with the key as the
//! qualifier.
//!
//! # Where they are kept
//!
//! In the file that the environment variable `ARO_KV_PATH` names, else in `kv-store.redb` in the
//! program's working directory. It is made when it is not there, and its folder too. It belongs to
//! one process at a time.
//!
//! # What is promised
//!
//! A method that changes something replies when the change is on disk: what a reply acknowledges is
//! still there after the process was killed at any moment, and a change without a reply is there
//! wholly or not at all. Each change therefore costs a sync of the disk.
//!
//! The file is opened before the first call and closed at shutdown, which waits for calls that
//! still run.

mod kv;
mod lifecycle;
mod location;
mod object;
mod service;
mod store;

aro_sdk::plugin! { handle = "KV" }
