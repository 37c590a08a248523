//! ARO actions that check values which people type in.
//!
//! ```aro
//! ValidateEmail the <check> from the <email>.
//! ValidateURL   the <check> from "https://example.com/".
//! ValidatePhone the <check> with { value: "+44 20 7946 0958" }.
//! ```
//!
//! Each action answers an object with the keys `valid`, `value` (what came, as it came) and `type`
//! (what it was checked as), and those that can say more say it: `normalized` for a phone number,
//! `card_type` and `masked` for a card, `version` for a UUID. A key that has nothing to say is not
//! there.
//!
//! The checks are about form only. That an address is well-formed does not mean that somebody reads
//! its mail.
//!
//! Nothing here allocates unless there is new text to answer: the rules are plain loops over the
//! bytes of the argument, and the answers borrow from it.

mod card;
mod email;
mod hostname;
mod phone;
mod url;
mod uuid;

aro_sdk::plugin! { handle = "Validator" }
