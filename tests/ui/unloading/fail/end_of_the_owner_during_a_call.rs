use aro_host_testkit::Plugin;

fn unload(plugin: Plugin) {
    let called = &plugin;
    std::thread::spawn(move || called.object_list("*").unwrap());
}

fn main() {
    unload(Plugin::open("libslow.so").unwrap());
}
