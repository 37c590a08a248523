//! A host that calls one action on its main thread, writes the reply and ends: `call-and-end
//! <library> <action>`.

use aro_host_testkit::Plugin;
use serde_json::json;

fn main() {
    let mut args = std::env::args().skip(1);
    let (Some(library), Some(action), None) = (args.next(), args.next(), args.next()) else {
        eprintln!("usage: call-and-end <library> <action>");
        std::process::exit(2);
    };
    let plugin = Plugin::open(library).expect("a plugin");
    println!("{}", plugin.execute(&action, &json!({})).expect("a reply"));
}
