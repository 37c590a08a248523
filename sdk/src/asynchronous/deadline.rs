//! A future, or the end of a time: `timeout = "…"`.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// The output of `future`, or `None` if `sleep` completes first. Then `future` is dropped, inside
/// of the executor, where it waits.
///
/// `sleep` is polled first, because `future` may use up what tokio lets a task do in one poll, and
/// then `sleep` would never complete. A future that completes in the same poll still counts.
pub(crate) async fn within<F: Future>(sleep: impl Future, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut sleep = pin!(sleep);
    poll_fn(|context| {
        let is_over = sleep.as_mut().poll(context).is_ready();
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if is_over => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::task::{Context, Waker};

    use super::*;

    fn poll_once<F: Future>(future: F) -> Poll<F::Output> {
        pin!(future).poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn a_future_that_never_completes_ends_with_the_time() {
        assert_eq!(poll_once(within(ready(()), pending::<u8>())), Poll::Ready(None));
        assert_eq!(poll_once(within(pending::<()>(), pending::<u8>())), Poll::Pending);
    }

    #[test]
    fn a_future_that_completes_at_the_deadline_counts() {
        assert_eq!(poll_once(within(ready(()), ready(1))), Poll::Ready(Some(1)));
        assert_eq!(poll_once(within(pending::<()>(), ready(1))), Poll::Ready(Some(1)));
    }
}
