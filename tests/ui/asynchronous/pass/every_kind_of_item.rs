use std::borrow::Cow;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use aro_sdk::prelude::*;
use aro_sdk::{RawInput, Runtime};

aro_sdk::plugin! { block_on = executor::run, sleep = self::executor::Timer::after }

mod executor {
    use super::*;

    pub(crate) fn run<T>(future: impl IntoFuture<Output = T>) -> T {
        let mut future = pin!(future.into_future());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                return output;
            }
        }
    }

    pub(crate) struct Timer(Duration);

    impl Timer {
        pub(crate) fn after(limit: Duration) -> Self {
            Self(limit)
        }
    }

    impl Future for Timer {
        type Output = Duration;

        fn poll(self: std::pin::Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Duration> {
            Poll::Ready(self.0)
        }
    }
}

#[aro_action(verbs = ["Borrow"], timeout = "2 s")]
async fn borrow<'a>(
    text: &'a str,
    cow: Cow<'a, str>,
    maybe: Option<&'a str>,
    list: &[u8],
    statement: &'a Statement<'a>,
    input: RawInput<'a>,
    events: &Events<'_>,
    state: State<u64>,
    other: &State<u64>,
    runtime: Runtime,
) -> Result<(&'a str, Cow<'a, str>)> {
    std::future::ready(()).await;
    let _ = (maybe, list, statement, input, events, state, other, runtime);
    Ok((text, cow))
}

#[deprecated]
#[aro_action(verbs = ["Old"])]
pub async fn old() {}

#[aro_action(verbs = ["Local"])]
async fn local() -> Result<(), Box<dyn std::error::Error>> {
    let rc = std::rc::Rc::new(1);
    std::future::ready(()).await;
    drop(rc);
    Ok(())
}

#[derive(Default)]
struct Counter;

#[aro_service(timeout = "500ms")]
impl Counter {
    async fn count(&self, by: i64) -> i64 {
        by
    }

    #[cfg(unix)]
    #[service(timeout = "1.5min", name = "slower")]
    async fn slow(&self) -> Option<&str> {
        None
    }

    fn plain(&self) {}

    #[service(skip)]
    async fn skipped(&self) {}
}

#[derive(Default)]
struct Lantern;

#[aro_system_object]
impl Lantern {
    async fn read(&self, qualifier: &str) -> String {
        qualifier.to_owned()
    }
}

#[aro_qualifier]
async fn shout(text: &str) -> String {
    text.to_uppercase()
}

#[aro_on_event("*")]
async fn note(kind: EventType<'_>) {
    let _ = kind;
}

#[aro_init]
async fn start() -> Result<String> {
    Ok(String::new())
}

#[aro_shutdown]
async fn stop(state: State<String>) {
    drop(state);
}

fn main() {}
