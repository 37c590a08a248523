use aro_host_testkit::{Host, HostPath, Plugin};

fn unload(plugin: Plugin) {
    let mut host = Host::new(HostPath::Eager);
    host.load(&plugin);
    plugin.close().unwrap();
    host.run("Slow the <result> from the <value>.", ()).unwrap();
}

fn main() {
    unload(Plugin::open("libslow.so").unwrap());
}
