use aro_host_testkit::Plugin;

fn unload(plugin: &mut Option<Plugin>) {
    let called = plugin.as_ref().unwrap();
    std::thread::scope(|scope| {
        let call = scope.spawn(move || called.on_event("Slow", &serde_json::json!({})));
        drop(plugin.take());
        call.join().unwrap().unwrap();
    });
}

fn main() {
    unload(&mut Some(Plugin::open("libslow.so").unwrap()));
}
