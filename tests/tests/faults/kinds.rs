//! A call of every kind, and what each has to answer. A text goes in, and where the call can return
//! it, it comes out, so that an answer cannot be another thread's.

use std::ptr;

use aro_host_testkit::{Plugin, Reply};
use aro_tests::program::{Program, invoke};
use serde_json::{Value, json};

use crate::library::{AroError, Handle, Library, c};
use crate::support::{execute, fresh};
use crate::typed::{made, shaky};

/// A host whose feature sets give back their input.
pub(crate) struct Echo;

impl Program for Echo {
    fn run(_: &str, input: &Value) -> Option<String> {
        Some(input.to_string())
    }
}

/// A plugin in its initial state that such a host has loaded.
pub(crate) fn hosted() -> Plugin {
    let plugin = fresh();
    plugin.set_invoke(invoke::<Echo>).unwrap();
    plugin
}

struct Kind {
    call: fn(&Plugin, &str) -> Reply,
    is_right: fn(&Value, &str) -> bool,
}

/// An action that gives back its argument `value`.
macro_rules! echo {
    ($action:literal) => {
        Kind {
            call: |plugin, text| plugin.execute($action, &json!({ "value": text })).unwrap(),
            is_right: |reply, text| reply["result"] == text,
        }
    };
}

/// An action or method without arguments.
macro_rules! plain {
    ($action:literal, |$reply:ident| $is_right:expr) => {
        Kind { call: |plugin, _| execute(plugin, $action), is_right: |$reply, _| $is_right }
    };
}

fn is_the_thousand(reply: &Value) -> bool {
    reply["result"].as_array().is_some_and(|numbers| numbers.len() == 1_000)
}

const REPLYING: [Kind; 28] = [
    echo!("TakeFickle"),
    echo!("LendFickle"),
    echo!("AwaitOnce"),
    echo!("service:repeat"),
    plain!("service:ask", |reply| reply["result"] == true),
    plain!("CallFunction", |reply| reply["result"] == true),
    plain!("TakeDefault", |reply| reply["result"] == 7),
    plain!("EmitUnsteady", |reply| reply["_events"].as_array().is_some_and(|events| events.len() == 2)),
    plain!("StreamNumbers", |reply| is_the_thousand(reply)),
    plain!("TryNumbers", |reply| is_the_thousand(reply)),
    plain!("UseSlow", |reply| *reply == json!({})),
    plain!("FailShaky", |reply| reply["error"] == "shaky"),
    plain!("FailDetailed", |reply| reply["details"]["half"]["inside"] == "steady"),
    plain!("PanicGuarded", |reply| reply["error"] == "the plugin panicked: the first"),
    plain!("Nope", |reply| reply["error_code"] == 2),
    plain!("service:nope", |reply| reply["error_code"] == 2),
    Kind {
        call: |plugin, text| plugin.execute("TakeAll", &json!({ text: text })).unwrap(),
        is_right: |reply, text| *reply == json!({ text: text }),
    },
    Kind {
        call: |plugin, text| plugin.execute("AskHost", &json!({ "name": text, "_with": { "depth": 3 } })).unwrap(),
        is_right: |reply, _| *reply == json!({ "depth": 3 }),
    },
    Kind {
        call: |plugin, _| plugin.entry_point("faults__use_shy", Some(c"{}")).unwrap(),
        is_right: |reply, _| reply["result"] == 5,
    },
    Kind { call: |plugin, _| plugin.execute_raw(None, None).unwrap(), is_right: |reply, _| reply["error_code"] == 1 },
    Kind {
        call: |plugin, _| plugin.execute_text("TakeAll", "{\"a\":tru").unwrap(),
        is_right: |reply, _| reply["error_code"] == 1,
    },
    Kind {
        call: |plugin, text| plugin.qualifier("shaken", &json!({ "value": text, "type": "String" })).unwrap(),
        is_right: |reply, text| reply["result"] == text,
    },
    Kind {
        call: |plugin, _| plugin.qualifier("nope", &json!({ "value": 1, "type": "Int" })).unwrap(),
        is_right: |reply, _| reply["error_code"] == 2,
    },
    Kind {
        call: |plugin, text| plugin.object_read("shelf", text).unwrap(),
        is_right: |reply, text| reply["result"] == text,
    },
    Kind {
        call: |plugin, text| plugin.object_write("shelf", text, "[1]").unwrap(),
        is_right: |reply, text| reply["result"] == json!([text, [1]]),
    },
    Kind {
        call: |plugin, text| plugin.object_list(text).unwrap(),
        is_right: |reply, text| reply["result"] == json!([text]),
    },
    Kind { call: |plugin, _| plugin.object_read("nope", "").unwrap(), is_right: |reply, _| reply["error_code"] == 2 },
    Kind { call: |plugin, _| plugin.info_reply().unwrap(), is_right: |reply, _| reply["name"] == "faults" },
];

/// How many kinds of calls there are: one after those with a reply is an event.
pub(crate) const KINDS: usize = REPLYING.len() + 1;

/// One call of any kind, and its reply if it has one.
pub(crate) fn call(plugin: &Plugin, kind: usize) -> Option<Reply> {
    match REPLYING.get(kind % KINDS) {
        Some(Kind { call, .. }) => Some(call(plugin, &kind.to_string())),
        None => {
            plugin.on_event("Bang", &json!({})).unwrap();
            None
        }
    }
}

/// What the call of this kind has to answer in a plugin that runs.
pub(crate) fn assert_answer(kind: usize, reply: Option<&Reply>) {
    let (Some(reply), Some(Kind { is_right, .. })) = (reply, REPLYING.get(kind % KINDS)) else { return };
    assert!(is_right(&reply.json().unwrap(), &kind.to_string()), "{kind}: {reply}");
}

/// Typed functions: one that succeeds, one that fails, and an object's from its begin to after its
/// end.
pub(crate) fn call_typed(library: &Library) {
    assert_eq!(c!(library, "plain"() -> i64), 1);
    assert_eq!(shaky(library), (6, "shaky".to_owned()));
    let tool = made(library);
    assert_eq!(c!(library, "tool_shared"(tool => Handle) -> i64), 2);
    assert_eq!(c!(library, "tool_exclusive"(tool => Handle) -> i64), 3);
    c!(library, "tool_free"(tool => Handle));
    for refused in [tool, Handle::ZERO] {
        assert_eq!(c!(library, "tool_shared"(refused => Handle) -> i64), 0);
        assert_eq!(library.last_error().0, if refused == tool { 7 } else { 1 });
    }
    let mut error = AroError::garbage();
    assert_eq!(c!(library, "tool_make"(ptr::null_mut() => *mut Handle, &mut error => *mut AroError) -> i32), 1);
    assert!(error.take(library).1.is_some_and(|message| message.starts_with("an out-parameter is NULL")));
}
