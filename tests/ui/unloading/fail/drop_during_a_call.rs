use aro_host_testkit::Plugin;

fn unload(plugin: Plugin) {
    let called = &plugin;
    std::thread::scope(|scope| {
        scope.spawn(move || called.qualifier("slow", &serde_json::json!({})));
        drop(plugin);
    });
}

fn main() {
    unload(Plugin::open("libslow.so").unwrap());
}
