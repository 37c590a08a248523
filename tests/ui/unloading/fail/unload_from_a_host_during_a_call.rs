use aro_host_testkit::Host;

fn unload(host: &mut Host<'_>) {
    let outcome = std::thread::scope(|scope| {
        let call = scope.spawn(|| host.execute("slow", "Slow", &serde_json::json!({})));
        host.unload("slow").unwrap();
        call.join().unwrap()
    });
    outcome.unwrap();
}

fn main() {
    unload(&mut Host::eager());
}
