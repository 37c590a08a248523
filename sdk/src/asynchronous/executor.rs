//! What `plugin!` says of `async` functions: the keys `block_on` and `sleep`.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// A future whose output is kept elsewhere. So one function pointer runs every future, and code for
/// the author's executor is compiled once.
pub type Task<'a> = Pin<&'a mut (dyn Future<Output = ()> + 'a)>;

/// A future that completes when its time is over.
pub type Sleeping = Pin<Box<dyn Future<Output = ()>>>;

/// The author's functions.
#[derive(Clone, Copy, Debug)]
pub struct Executor {
    /// Runs a task to its end on this thread.
    pub block_on: Option<fn(Task<'_>)>,
    /// Makes a future that completes after the duration. It is called and polled inside `block_on`.
    pub sleep: Option<fn(Duration) -> Sleeping>,
}

impl Executor {
    /// `plugin!` names no functions.
    pub const NONE: Self = Self { block_on: None, sleep: None };
}

/// The future of the author's `sleep`, which is called when this is first polled: a timer may
/// belong to the executor that polls it.
#[must_use]
pub fn sleeping<S: IntoFuture>(limit: Duration, sleep: impl FnOnce(Duration) -> S + 'static) -> Sleeping {
    Box::pin(async move {
        let _ = sleep(limit).await;
    })
}
