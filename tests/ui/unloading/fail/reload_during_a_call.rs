use aro_host_testkit::Plugin;

fn reload(mut plugin: Plugin) {
    let called = &plugin;
    std::thread::scope(|scope| {
        let call = scope.spawn(move || called.shutdown());
        plugin = Plugin::open("libslow.so").unwrap();
        call.join().unwrap().unwrap();
    });
}

fn main() {
    reload(Plugin::open("libslow.so").unwrap());
}
