//! Runs what an `async` function returned, by the executor of the plugin that is called.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use super::Call;
use crate::asynchronous::{Sleeping, Task, run_outermost, within};
use crate::context::PluginContext;
use crate::error::{Error, Result};

/// Runs the future to its end and returns its output.
///
/// # Errors
///
/// Code 9 when the plugin has no executor, and code 6 when the executor returns too early.
pub fn block_on<F: Future>(call: &Call<'_>, future: F) -> Result<F::Output> {
    let mut output = None;
    {
        let task = pin!(async { output = Some(future.await) });
        run_outermost(task, |task| execute(call, task))?;
    }
    output.ok_or_else(|| {
        Error::execution_failed(format!(
            "the executor of the plugin \"{}\" returned before \"{}\" was done: the function under `block_on` must \
             run its future to the end",
            call.plugin_name(),
            call.name()
        ))
    })
}

/// The same, for at most this time.
///
/// # Errors
///
/// Code 4 when the time is over; code 9 also when the plugin has no timer.
pub fn block_on_within<F: Future>(call: &Call<'_>, limit: Duration, future: F) -> Result<F::Output> {
    let sleep = sleep(call, limit)?;
    block_on(call, within(sleep, future))?
        .ok_or_else(|| Error::timeout(format!("\"{}\" took longer than its timeout of {limit:?}", call.name())))
}

fn execute(call: &Call<'_>, task: Task<'_>) -> Result<()> {
    match call.context().executor().block_on {
        Some(block_on) => {
            block_on(task);
            Ok(())
        }
        None => runtime::block_on(call.context(), task).unwrap_or_else(|| Err(without_executor(call))),
    }
}

fn sleep(call: &Call<'_>, limit: Duration) -> Result<Sleeping> {
    match call.context().executor().sleep {
        Some(sleep) => Ok(sleep(limit)),
        None => runtime::sleep(call.context(), limit).unwrap_or_else(|| Err(without_timer(call))),
    }
}

/// The feature `tokio`. The runtime is a state of the plugin.
#[cfg(all(feature = "tokio", not(target_family = "wasm")))]
mod runtime {
    use super::{Duration, PluginContext, Result, Sleeping, Task};
    use crate::asynchronous::TokioRuntime;

    pub(super) fn block_on(context: &PluginContext, task: Task<'_>) -> Option<Result<()>> {
        Some(
            context
                .states()
                .get(context.init_limit(), Some(TokioRuntime::new))
                .and_then(|runtime| runtime.block_on(task)),
        )
    }

    pub(super) fn sleep(context: &PluginContext, limit: Duration) -> Option<Result<Sleeping>> {
        Some(
            context
                .states()
                .get(context.init_limit(), Some(TokioRuntime::new))
                .and_then(|runtime| runtime.sleep(limit)),
        )
    }
}

/// There is no runtime.
#[cfg(not(all(feature = "tokio", not(target_family = "wasm"))))]
mod runtime {
    use super::{Duration, PluginContext, Result, Sleeping, Task};

    pub(super) fn block_on(_: &PluginContext, _: Task<'_>) -> Option<Result<()>> {
        None
    }

    pub(super) fn sleep(_: &PluginContext, _: Duration) -> Option<Result<Sleeping>> {
        None
    }
}

/// An `async` function of a library, in a plugin that has none of its own.
#[cold]
fn without_executor(call: &Call<'_>) -> Error {
    Error::unsupported(format!(
        "\"{}\" is async, and the plugin \"{}\" has no executor: {EXECUTORS}",
        call.name(),
        call.plugin_name()
    ))
}

#[cold]
fn without_timer(call: &Call<'_>) -> Error {
    Error::unsupported(format!(
        "\"{}\" has a timeout, and the plugin \"{}\" has no timer: {TIMERS}",
        call.name(),
        call.plugin_name()
    ))
}

/// What to write in a plugin that has `async` functions.
pub(crate) const EXECUTORS: &str = "write `plugin! { block_on = path::to::a_function }`, or enable the feature \
                                    `tokio` of aro-sdk";

/// What to write in a plugin that has a `timeout`.
pub(crate) const TIMERS: &str = "write `plugin! { sleep = path::to::a_function }`, or enable the feature `tokio` of \
                                 aro-sdk";

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;
    use crate::asynchronous::{Executor, sleeping};

    fn with<T>(executor: Executor, test: impl FnOnce(&Call<'_>) -> T) -> T {
        let context = Box::leak(Box::new(PluginContext::new("p", crate::context::DEFAULT_INIT_LIMIT, executor)));
        test(&Call::of_hook(context, "load"))
    }

    fn gives_up(_: Task<'_>) {}

    fn polls_once(task: Task<'_>) {
        let _ = task.poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
    }

    #[cfg(not(all(feature = "tokio", not(target_family = "wasm"))))]
    #[test]
    fn an_async_function_of_a_library_in_a_plugin_without_an_executor_names_both_ways() {
        let error = with(Executor::NONE, |call| block_on(call, ready(1)).unwrap_err());
        assert_eq!(error.code(), aro_abi::ErrorCode::Unsupported);
        assert_eq!(
            error.message(),
            "\"load\" is async, and the plugin \"p\" has no executor: write `plugin! { block_on = path::to::a_function \
             }`, or enable the feature `tokio` of aro-sdk"
        );
        let executor = Executor { block_on: Some(polls_once), sleep: None };
        let error = with(executor, |call| block_on_within(call, Duration::from_secs(1), ready(1)).unwrap_err());
        assert!(error.message().starts_with("\"load\" has a timeout, and the plugin \"p\" has no timer"), "{error}");
    }

    #[test]
    fn an_executor_that_does_not_run_the_future_to_its_end_is_an_error() {
        for (block_on_of_author, runs_ready) in [(gives_up as fn(Task<'_>), false), (polls_once, true)] {
            let executor = Executor { block_on: Some(block_on_of_author), sleep: None };
            with(executor, |call| {
                assert_eq!(block_on(call, ready(1)).is_ok(), runs_ready);
                let error = block_on(call, pending::<u8>()).unwrap_err();
                assert!(error.message().starts_with("the executor of the plugin \"p\" returned before"), "{error}");
            });
        }
    }

    #[test]
    fn at_the_deadline_the_error_has_code_4_and_the_limit() {
        fn sleep(limit: Duration) -> Sleeping {
            sleeping(limit, ready)
        }
        let executor = Executor { block_on: Some(polls_once), sleep: Some(sleep) };
        let error =
            with(executor, |call| block_on_within(call, Duration::from_millis(1500), pending::<u8>()).unwrap_err());
        assert_eq!(error.code(), aro_abi::ErrorCode::Timeout);
        assert_eq!(error.message(), "\"load\" took longer than its timeout of 1.5s");
    }
}
