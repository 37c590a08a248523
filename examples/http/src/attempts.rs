//! Sending a request, again if that may help, until its time is over.

use std::thread;
use std::time::{Duration, Instant};

use aro_sdk::prelude::*;
use ureq::http::{self, StatusCode, header::RETRY_AFTER};
use ureq::{Agent, Body};

use crate::request::Request;
use crate::response::Response;

/// The pause before the second attempt; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

pub(crate) struct Attempts {
    /// How many there may be, the first included.
    pub(crate) most: u32,
    /// The time for all of them, with the pauses.
    pub(crate) timeout: Duration,
    pub(crate) max_bytes: u64,
}

impl Attempts {
    /// The first answer that is not worth another attempt, or the last one.
    pub(crate) fn send(&self, agent: &Agent, request: &Request) -> Result<Response> {
        let begin = Instant::now();
        let left = || self.timeout.checked_sub(begin.elapsed()).filter(|left| !left.is_zero());
        let (mut attempt, mut pause) = (1, FIRST_PAUSE);
        loop {
            let Some(time) = left() else { return Err(self.refused(&ureq::Error::Timeout(ureq::Timeout::Global))) };
            let answer = agent.run(agent.configure_request(request.to_send()).timeout_global(Some(time)).build());
            let may_repeat = attempt < self.most && request.is_idempotent();
            let wait = match &answer {
                Ok(answer) if may_repeat && is_temporary(answer.status()) => retry_after(answer).unwrap_or(pause),
                Err(error) if may_repeat && is_connection(error) => pause,
                _ => {
                    let response = answer.and_then(|answer| Response::read(answer, self.max_bytes, attempt));
                    return response.map_err(|error| self.refused(&error));
                }
            };
            // A pause that would outlast the time leaves what there is.
            if left().is_none_or(|left| wait >= left) {
                let response = answer.and_then(|answer| Response::read(answer, self.max_bytes, attempt));
                return response.map_err(|error| self.refused(&error));
            }
            thread::sleep(wait);
            attempt += 1;
            pause *= 2;
        }
    }

    /// The error of a request that got no answer.
    fn refused(&self, error: &ureq::Error) -> Error {
        let text = error.to_string();
        match error {
            ureq::Error::Timeout(_) => Error::timeout(format!(
                "no complete answer within {} seconds: set `timeout` for more",
                self.timeout.as_secs_f64()
            )),
            ureq::Error::BodyExceedsLimit(limit) => {
                Error::resource_exhausted(format!("the answer is longer than {limit} bytes: set `max_bytes` for more"))
            }
            error if is_connection(error) => Error::connection_failed(format!("the server cannot be reached: {text}")),
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) | ureq::Error::TlsRequired => {
                Error::connection_failed(format!("no trusted connection to the server: {text}"))
            }
            ureq::Error::TooManyRedirects => Error::execution_failed("the server redirects again and again"),
            _ => Error::execution_failed(format!("the request failed: {text}")),
        }
    }
}

/// Answers after which a later attempt may succeed.
fn is_temporary(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502..=504)
}

/// Whether the connection is at fault, not what was sent over it.
fn is_connection(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::Io(_) | ureq::Error::ConnectionFailed | ureq::Error::HostNotFound)
}

/// The seconds that the server asks to wait.
fn retry_after(answer: &http::Response<Body>) -> Option<Duration> {
    answer.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}
