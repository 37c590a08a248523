use aro_host_testkit::{LoadError, Plugin, Reply};

/// A reply is a copy, so it may outlive the plugin.
fn unload(mut plugin: Plugin) -> Result<Reply, LoadError> {
    let reply = std::thread::scope(|scope| {
        let call = scope.spawn(|| plugin.execute("Slow", &serde_json::json!({})).unwrap());
        call.join().unwrap()
    });
    plugin = plugin.fresh_copy()?;
    plugin.close()?;
    Ok(reply)
}

fn main() {
    assert!(Plugin::open("nothing").and_then(unload).is_err());
}
