//! The calls that are measured with the SDK's plugin and with the hand-written one.

/// One call that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// The name in tables and in the baseline.
    pub name: &'static str,
    /// The action.
    pub action: &'static str,
    /// The name of its [`payload`](crate::payload).
    pub payload: &'static str,
    /// Whether both plugins give the same reply. Else the test compares only that both reply.
    pub same_reply: bool,
    /// Whether the baseline has its counts. Calls that take too long under valgrind are left out.
    pub guarded: bool,
}

const fn case(name: &'static str, action: &'static str, payload: &'static str) -> Case {
    Case { name, action, payload, same_reply: true, guarded: true }
}

const fn big(name: &'static str, action: &'static str, payload: &'static str) -> Case {
    Case { guarded: false, ..case(name, action, payload) }
}

const fn own_words(name: &'static str, action: &'static str, payload: &'static str) -> Case {
    Case { same_reply: false, ..case(name, action, payload) }
}

/// Every case, in the order of the tables.
pub const CASES: &[Case] = &[
    case("e-mail, eager", "ValidateEmail", "email-eager"),
    case("e-mail, lazy", "ValidateEmail", "email-lazy"),
    case("e-mail, legacy and compiled", "ValidateEmail", "email-legacy"),
    case("e-mail, plain value", "ValidateEmail", "email-plain"),
    case("card, eager", "ValidateCard", "card-eager"),
    case("card, lazy", "ValidateCard", "card-lazy"),
    case("card, legacy and compiled", "ValidateCard", "card-legacy"),
    case("card, plain value", "ValidateCard", "card-plain"),
    case("no arguments", "Nothing", "empty"),
    own_words("unknown action", "Nope", "email-eager"),
    own_words("error reply", "Refuse", "email-plain"),
    case("10 KB of CSV", "ParseTable", "csv-10k"),
    case("10 KB of CSV, streamed", "StreamTable", "csv-10k"),
    big("1 MB of CSV", "ParseTable", "csv-1m"),
    big("1 MB of CSV, streamed", "StreamTable", "csv-1m"),
    case("filter of 1,000 objects", "FilterRows", "rows-1000"),
    case("length of a 1 MB string", "TextLength", "string-1m"),
    big("length of a 16 MB string", "TextLength", "string-16m"),
];
