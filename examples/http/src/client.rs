//! The plugin's state: the client, which keeps connections open for the next call.

use aro_sdk::prelude::*;
use ureq::Agent;

/// Redirects that are followed; what a redirect leads to after that is an error.
const MAX_REDIRECTS: u32 = 10;

pub(crate) struct Client(pub(crate) Agent);

#[aro_init]
fn begin() -> Client {
    let config = Agent::config_builder().http_status_as_error(false).max_redirects(MAX_REDIRECTS).user_agent(concat!(
        env!("CARGO_PKG_NAME"),
        "/",
        env!("CARGO_PKG_VERSION")
    ));
    Client(config.build().into())
}
