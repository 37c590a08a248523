//! Checks for leaks, for unloading and by random calls, on the plugin in `examples/csv`:
//! `cargo run -p aro-host-testkit --example hygiene`.
//!
//! Calls each action ten thousand times and measures the memory, unloads and reloads the library,
//! and makes random calls. Ends with status 1 when a check fails.

use std::error::Error;
use std::path::Path;

use aro_host_testkit::Plugin;
use aro_host_testkit::fuzz::{FuzzCheck, Summary};
use aro_host_testkit::leaks::LeakCheck;
use aro_host_testkit::reload::{ReloadCheck, Reloader};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let plugin = Plugin::build(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/csv"))?;
    let input = json!({ "data": "a,b\n1,2" });

    for action in plugin.info()?.actions {
        println!("{}", LeakCheck::new(&plugin).action(action.name).input(input.clone()).run()?);
    }

    let parse = |plugin: &Plugin| plugin.execute("ParseCSV", &input).map(drop);
    let unloading = ReloadCheck::new(&plugin).loads(5).calling(parse).run()?;
    println!("{unloading}");
    if unloading.stays_mapped() {
        return Err("the library stays mapped".into());
    }

    let mut reloader = Reloader::open(plugin.path())?;
    println!("loaded again, because the file has changed: {}", reloader.reload_if_changed()?);

    let summary = FuzzCheck::new(reloader.plugin()).cases(200).run()?;
    let Summary { calls, functions, errors, .. } = summary;
    println!("{calls} random calls of {functions} functions were answered, {errors} by an error");
    Ok(())
}
