//! Speed counts only where the result is the same.

use aro_benches::{CASES, Loaded, Which};
use serde_json::Value;

#[test]
fn every_case_has_the_same_reply_from_both_plugins() {
    for case in CASES {
        let reply = |which| serde_json::from_slice::<Value>(&Loaded::of(which, case).reply()).expect("JSON");
        let (sdk, by_hand) = (reply(Which::Sdk), reply(Which::ByHand));
        if case.same_reply {
            assert_eq!(sdk, by_hand, "{}", case.name);
        } else {
            assert!(sdk["error"].is_string() && by_hand["error"].is_string(), "{}", case.name);
        }
    }
}
