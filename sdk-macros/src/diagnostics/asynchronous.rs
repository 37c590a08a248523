//! `async` functions, their executor and their timeouts.

super::diagnostics! { "Async functions":
    executor_missing() {
        message: "an `async` function needs an executor, and this plugin has none",
        label: "hosts call it through C and wait for the reply, so something has to run its future",
        help: "enable the feature `tokio` of aro-sdk, `aro-sdk = {{ version = \"…\", features = [\"tokio\"] }}` in Cargo.toml; or name a function that runs a future, `aro_sdk::plugin! {{ block_on = pollster::block_on }}`",
        example: "aro_sdk::plugin! {}\n\n#[aro_action(verbs = [\"Crawl\"])]\nasync fn crawl() {}",
    }
    timer_missing() {
        message: "`timeout` needs a timer, and this plugin has none",
        label: "the executor under `block_on` runs futures, and does not say how to wait for a time",
        help: "enable the feature `tokio` of aro-sdk; or name a function that takes a `Duration` and returns a future, `aro_sdk::plugin! {{ sleep = async_io::Timer::after }}`",
        example: "aro_sdk::plugin! { block_on = pollster::block_on }\n\n#[aro_action(verbs = [\"Crawl\"], timeout = \"2s\")]\nasync fn crawl() {}",
    }
    timeout_of_plain_function() {
        message: "`timeout` is for an `async` function",
        label: "a plain function cannot be stopped while it runs",
        help: "write `async fn`, and await what may take long; or remove `timeout`, and give the function's own calls a time limit, such as a socket's read timeout",
        example: "#[aro_action(verbs = [\"Crawl\"], timeout = \"2s\")]\nfn crawl() {}",
    }
    timeout_without_async_method() {
        message: "`timeout` is for the `async` methods of a service, and this one has none",
        label: "a plain method cannot be stopped while it runs",
        help: "write `async fn`, and await what may take long; or remove `timeout`",
        example: "#[aro_service(timeout = \"2s\")]\nimpl Counter { fn count(&self) {} }",
    }
    not_function(key, found, shape) {
        message: "`{key}` takes the path of a function, got {found}",
        label: "generated code calls the function by this path",
        help: "write for example `{key} = {shape}`; for more than a path, write a function and name it",
        example: "aro_sdk::plugin! { block_on = \"pollster\" }",
    }
    runtime_attribute_below(what, attribute) {
        message: "{what} cannot have `#[{attribute}]` below its own attribute",
        label: "that attribute makes an ordinary function of the `async` one, which this attribute has already read",
        help: "remove `#[{attribute}]`: the plugin's executor runs the function; or write it above this attribute",
        example: "#[aro_action(verbs = [\"Greet\"])]\n#[tokio::main]\nasync fn greet() {}",
    }
}
