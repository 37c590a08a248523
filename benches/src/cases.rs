//! The calls that the SDK's plugin and the hand-written one have in common.

/// One thing that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Names it in tables and baselines.
    pub name: &'static str,
    /// The action.
    pub action: &'static str,
    /// What [`payload`](crate::payload) makes.
    pub payload: &'static str,
    /// The hand-written plugin answers in its own words, so only that both answer can be compared.
    pub same_reply: bool,
    /// Its counts are held by the committed baseline; what takes valgrind too long is not.
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
