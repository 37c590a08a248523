//! Polls a future on this thread, and waits between the polls until it is woken.
//!
//! `std::thread::park` would do, but `std::thread::current` needs a thread-local with a destructor,
//! which keeps the library mapped.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Wake, Waker};

use super::executor::Task;

/// Runs the task to its end.
pub(super) fn run_here(task: Task<'_>) {
    // The budget of operations that tokio gives to the outer task is not renewed while that one is
    // polled: without a budget of its own, the inner task would wait for ever once it is used up.
    #[cfg(all(feature = "tokio", not(target_family = "wasm")))]
    let task = std::pin::pin!(tokio::task::unconstrained(task));
    let mut task: Task<'_> = task;
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    while task.as_mut().poll(&mut context).is_pending() {
        signal.wait();
    }
}

/// Whether the task was woken since it was polled.
#[derive(Default)]
struct Signal {
    woken: Mutex<bool>,
    changed: Condvar,
}

impl Signal {
    fn wait(&self) {
        let woken = self.woken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut woken = self.changed.wait_while(woken, |woken| !*woken).unwrap_or_else(PoisonError::into_inner);
        *woken = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *self.woken.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::Poll;
    use std::thread;

    use super::*;

    #[test]
    fn a_task_that_wakes_itself_while_it_is_polled_is_polled_again() {
        let mut polls = 0;
        run_here(pin!(poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 3 { Poll::Ready(()) } else { Poll::Pending }
        })));
        assert_eq!(polls, 3);
    }

    #[test]
    fn a_task_that_another_thread_wakes_is_polled_again_and_not_before() {
        let woken = Arc::new(AtomicBool::new(false));
        let mut polls = 0;
        let mut waking = None;
        run_here(pin!(poll_fn(|context| {
            polls += 1;
            if woken.load(Ordering::Acquire) {
                return Poll::Ready(());
            }
            waking.get_or_insert_with(|| {
                let (waker, woken) = (context.waker().clone(), Arc::clone(&woken));
                thread::spawn(move || {
                    woken.store(true, Ordering::Release);
                    waker.wake();
                })
            });
            Poll::Pending
        })));
        waking.unwrap().join().unwrap();
        assert_eq!(polls, 2);
    }
}
