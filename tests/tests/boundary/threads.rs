//! Hosts call from several threads, without a lock.

use std::thread;

use aro_tests::recorder::{fresh_recorder, recorder};
use serde_json::json;

#[test]
fn eight_threads_call_at_once_and_each_gets_its_own_answers() {
    let (_folder, _, plugin) = fresh_recorder();
    let plugin = &plugin;
    thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for n in 0..500 {
                    let text = format!("{thread}/{n}");
                    let reply = plugin.execute("TakeTwo", &json!({ "text": text, "limit": n })).unwrap();
                    assert_eq!(reply.json().unwrap(), json!({ "text": text, "limit": n }));
                    let error = plugin.execute("LimitRows", &json!({ "limit": text })).unwrap().error().unwrap();
                    assert!(error.message.ends_with(&format!("\"{text}\"")), "{error}");
                }
            });
        }
    });
    assert_eq!(plugin.outstanding(), 0);
}

/// With a lock around a call, the first would wait forever for the second.
#[test]
fn a_call_begins_while_another_is_still_inside() {
    thread::scope(|scope| {
        let calls =
            [(); 2].map(|()| scope.spawn(|| recorder().execute("MeetInside", &json!({})).unwrap().json().unwrap()));
        for call in calls {
            assert_eq!(call.join().unwrap(), json!({ "result": true }));
        }
    });
}

#[test]
fn the_very_first_calls_may_come_at_once() {
    let (_folder, _, plugin) = fresh_recorder();
    thread::scope(|scope| {
        for thread in 0..8 {
            let plugin = &plugin;
            scope.spawn(move || match thread % 3 {
                0 => assert!(plugin.info().unwrap().actions.len() > 50),
                1 => assert_eq!(plugin.execute("ReadNothing", &json!({})).unwrap().error(), None),
                _ => {
                    let error = plugin.execute("PanicWith", &json!({ "way": "text" })).unwrap().error().unwrap();
                    assert!(error.details.unwrap()["location"].is_string());
                }
            });
        }
    });
    assert_eq!(plugin.outstanding(), 0);
}
