//! The plugins that are compared give the same results.

use aro_benches::{CASES, Case, HOSTED, HostKind, Hosted, Loaded, PluginKind, envelope_calls};
use serde_json::Value;

fn reply(which: PluginKind, case: &Case) -> Value {
    serde_json::from_slice(&Loaded::of(which, case).reply()).expect("JSON")
}

#[test]
fn every_case_has_the_same_reply_from_both_plugins() {
    for case in CASES {
        let (sdk, by_hand) = (reply(PluginKind::Sdk, case), reply(PluginKind::ByHand, case));
        if case.same_reply {
            assert_eq!(sdk, by_hand, "{}", case.name);
        } else {
            assert!(sdk["error"].is_string() && by_hand["error"].is_string(), "{}", case.name);
        }
    }
}

#[test]
fn every_envelope_has_the_same_reply_with_every_backend_and_by_hand() {
    for (which, envelope) in envelope_calls(false) {
        assert_eq!(reply(which, envelope), reply(PluginKind::ByHand, envelope), "{which:?}, {}", envelope.name);
    }
}

#[test]
fn every_call_through_a_host_has_the_same_reply_from_both_hosts() {
    for call in HOSTED {
        let reply = |kind| serde_json::from_str::<Value>(&Hosted::new(kind, call).call()).expect("JSON");
        assert_eq!(reply(HostKind::Testkit), reply(HostKind::Embedded), "{}", call.0);
    }
}
