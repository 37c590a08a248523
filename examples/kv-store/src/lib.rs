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
//! A value is any JSON value. `get` returns an object with the key `value`, the others return
//! theirs under `result`. The system object `kv` has the same values, with the key as the
//! qualifier.
//!
//! # Where the values are stored
//!
//! In the file that the environment variable `ARO_KV_PATH` names, else in `kv-store.redb` in the
//! program's working directory. The plugin creates the file and its folder. A file belongs to
//! one process at a time.
//!
//! # Durability
//!
//! A method replies after its change is on disk. A change that was acknowledged by a reply is
//! still there after the process was killed at any moment. A change without a reply is there
//! completely or not at all. So each change costs a sync of the disk.
//!
//! Init opens the file before the first call. Shutdown closes it and waits for calls that
//! still run.

mod kv;
mod lifecycle;
mod location;
mod object;
mod service;
mod store;

aro_sdk::plugin! { handle = "KV" }
