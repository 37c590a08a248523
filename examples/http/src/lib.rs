//! An ARO action that fetches URLs, with a time limit and retries.
//!
//! ```aro
//! FetchURL the <page>    from "https://example.com/".
//! FetchURL the <created> from the <api> with { method: "POST", body: { name: "Ada" } }.
//! ```
//!
//! Every answer of a server is a reply with its `status`, also 404 and 500: `ok` tells whether it
//! is one from 200 to 299. An error is what kept the server from answering: code 4 for the time
//! limit, 5 if it cannot be reached, 8 if the answer is too long.
//!
//! The plugin fetches whatever URL a program gives it, also one inside of your network. Do not give
//! it an address that came from outside without a check.

mod attempts;
mod client;
mod fetch;
mod request;
mod response;

aro_sdk::plugin! { handle = "HTTP" }
