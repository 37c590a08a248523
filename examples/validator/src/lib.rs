//! ARO actions that check values that people type in.
//!
//! ```aro
//! ValidateEmail the <email-check> from the <email>.
//! ValidateURL   the <url-check>   from "https://example.com/".
//! ValidatePhone the <phone-check> with { value: "+44 20 7946 0958" }.
//! ```
//!
//! Each action returns an object with the keys `valid`, `value` (the unchanged input) and `type`
//! (what it was checked as). Some add more: `normalized` for a phone number,
//! `card_type` and `masked` for a card, `version` for a UUID. A key without a value is left
//! out.
//!
//! The checks are of form only: a well-formed address need not exist.
//!
//! Only new strings are allocated: the rules are plain loops over the bytes of the argument, and
//! the replies borrow from it.

mod card;
mod email;
mod hostname;
mod phone;
mod url;
mod uuid;

aro_sdk::plugin! { handle = "Validator" }
