//! The reply of a call: what may be returned, and how it becomes JSON in the memory that the host
//! gets.
//!
//! | module | what it does |
//! |---|---|
//! | `into_reply`, `into_error`, `returned` | what a function may return |
//! | `stream` | results that are written element by element |
//! | `buffer` | the memory of a reply: header, JSON, NUL |
//! | `error_reply` | an error as a reply |

mod buffer;
mod error_reply;
mod into_error;
mod into_reply;
mod returned;
mod stream;

pub use buffer::Reply;
pub(crate) use buffer::{HEADER, StaticReply};
pub use into_error::IntoError;
pub use into_reply::IntoReply;
pub use returned::{InfallibleFallback, Returned};
pub(crate) use stream::take_failure;
pub use stream::{Streamed, TryStreamed};
