//! What is called, and with what.

use std::ffi::{CStr, CString};

use serde_json::json;

/// A function with its arguments. All of it is made before anything is measured.
#[derive(Debug)]
pub(crate) struct Work {
    /// As the table shows it.
    pub(crate) name: &'static str,
    pub(crate) action: &'static CStr,
    /// The name of the C function.
    pub(crate) plain: &'static str,
    pub(crate) arguments: Arguments,
    /// The arguments in a plain envelope, without what hosts add.
    pub(crate) envelope: CString,
    /// What every place returns.
    pub(crate) expected: i64,
}

#[derive(Debug)]
pub(crate) enum Arguments {
    Numbers(i64, i64),
    Text { name: &'static str, text: String },
}

impl Work {
    pub(crate) fn all() -> &'static [Self; 3] {
        let email = "alice.wonderland@mail.example.com".to_owned();
        let mut csv = String::new();
        let mut rows = 0;
        while csv.len() < 1 << 20 {
            rows += 1;
            csv += &format!("{rows},person {rows},\"town, {}\",{}.5\n", rows % 50, rows * 3);
        }
        // Lives as long as the process, so that nothing has to copy it.
        Box::leak(Box::new([
            Self {
                name: "`min(a, b)`",
                action: c"TakeMin",
                plain: "plain_min",
                envelope: envelope(&json!({ "a": 17, "b": -4 })),
                arguments: Arguments::Numbers(17, -4),
                expected: -4,
            },
            Self {
                name: "`ValidateEmail`, 33 bytes",
                action: c"ValidateEmail",
                plain: "plain_validate_email",
                envelope: envelope(&json!({ "value": email })),
                arguments: Arguments::Text { name: "value", text: email },
                expected: 1,
            },
            Self {
                name: "the fields of 1 MB of CSV",
                action: c"CountFields",
                plain: "plain_count_fields",
                envelope: envelope(&json!({ "text": csv })),
                arguments: Arguments::Text { name: "text", text: csv },
                expected: 4 * rows,
            },
        ]))
    }
}

fn envelope(arguments: &serde_json::Value) -> CString {
    CString::new(arguments.to_string()).unwrap_or_default()
}

/// The number in a reply `{"result":…}`.
pub(crate) fn number(reply: &[u8]) -> i64 {
    let reply: serde_json::Value = serde_json::from_slice(reply).unwrap_or_default();
    match &reply["result"] {
        serde_json::Value::Bool(is) => i64::from(*is),
        number => number.as_i64().unwrap_or(i64::MIN),
    }
}
