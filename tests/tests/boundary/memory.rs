//! What is handed out, and given back.

use std::ffi::{CStr, c_char};

use aro_tests::recorder::{fresh_recorder, recorder};
use serde_json::{Value, json};

#[test]
fn free_bears_null() {
    recorder().free_null();
    recorder().execute("ReadNothing", &json!({})).unwrap();
    recorder().free_null();
}

#[test]
fn the_metadata_is_the_same_each_time_and_given_back_each_time() {
    let (_folder, _, plugin) = fresh_recorder();
    let first = plugin.info_reply().unwrap();
    assert_eq!(first.as_bytes(), plugin.info_reply().unwrap().as_bytes());
    assert_eq!(plugin.outstanding(), 0);
    assert!(first.json().unwrap()["actions"].as_array().unwrap().len() > 50);
}

type Info = unsafe extern "C" fn() -> *mut c_char;
type Free = unsafe extern "C" fn(*mut c_char);

#[test]
fn the_metadata_may_be_freed_or_kept() {
    let (_folder, path, plugin) = fresh_recorder();
    // SAFETY: the library is loaded already.
    let library = unsafe { libloading::Library::new(path) }.unwrap();
    // SAFETY: the ABI gives it this type.
    let info = unsafe { library.get::<Info>(c"aro_plugin_info") }.unwrap();
    // SAFETY: the ABI gives it this type.
    let free = unsafe { library.get::<Free>(c"aro_plugin_free") }.unwrap();
    let pointers: [*mut c_char; 3] = std::array::from_fn(|_| {
        // SAFETY: it takes nothing.
        unsafe { info() }
    });
    // SAFETY: the pointer came from this plugin and is given back once.
    unsafe { free(pointers[1]) };
    // SAFETY: as above.
    unsafe { free(pointers[0]) };
    // SAFETY: this one was not given back, and the plugin is still there.
    let kept = unsafe { CStr::from_ptr(pointers[2]) };
    assert_eq!(kept.to_bytes(), plugin.info_reply().unwrap().as_bytes());
}

#[test]
fn after_ten_thousand_calls_every_reply_was_valid_and_is_given_back() {
    let (_folder, _, plugin) = fresh_recorder();
    let long = "x/é\0".repeat(1000);
    let calls = [
        ("TakeTwo", json!({ "text": "t", "limit": 5 })),
        ("EchoValue", json!({ "value": long })),
        ("EchoTexts", json!({ "value": { "a/b": "c" } })),
        ("GiveSparse", json!({})),
        ("TakeTwo", json!({})),
        ("LimitRows", json!({ "limit": "five" })),
        ("PanicWith", json!({ "way": "text" })),
        ("Nope", json!({})),
        ("PublishThen", json!({ "fail": false })),
    ];
    let first: Vec<Value> =
        calls.iter().map(|(action, input)| plugin.execute(action, input).unwrap().json().unwrap()).collect();
    for n in 0..10_000 {
        let (action, input) = &calls[n % calls.len()];
        let reply = plugin.execute(action, input).unwrap();
        assert!(reply.as_bytes().starts_with(b"{"));
        assert_eq!(reply.json().unwrap(), first[n % calls.len()], "{action}");
    }
    assert_eq!(plugin.outstanding(), 0);
}
