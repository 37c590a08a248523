use aro_host_testkit::Plugin;

fn unload(plugin: Plugin) {
    let called = &plugin;
    std::thread::scope(|scope| {
        let call = scope.spawn(move || called.execute("Slow", &serde_json::json!({})));
        plugin.close().unwrap();
        call.join().unwrap()
    })
    .unwrap();
}

fn main() {
    unload(Plugin::open("libslow.so").unwrap());
}
