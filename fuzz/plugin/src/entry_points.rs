//! The actions' own C functions.

use std::ffi::c_char;

type EntryPoint = unsafe extern "C" fn(*const c_char) -> *mut c_char;

macro_rules! entry_points {
    ($($name:literal: $symbol:ident;)*) => {
        unsafe extern "C" {
            $(fn $symbol(input: *const c_char) -> *mut c_char;)*
        }

        /// Each by the normal form of the action's name.
        pub(crate) const ENTRY_POINTS: &[(&str, EntryPoint)] = &[$(($name, $symbol)),*];
    };
}

entry_points! {
    "echo": fuzz_plugin__echo;
    "echowith": fuzz_plugin__echo_with;
    "all": fuzz_plugin__all;
    "nothing": fuzz_plugin__nothing;
    "raw": fuzz_plugin__raw;
    "numbers": fuzz_plugin__numbers;
    "lend": fuzz_plugin__lend;
    "flatten": fuzz_plugin__flatten;
    "about": fuzz_plugin__about;
    "sendout": fuzz_plugin__send_out;
    "binary": fuzz_plugin__binary;
    "givetext": fuzz_plugin__give_text;
    "fail": fuzz_plugin__fail;
    "pour": fuzz_plugin__pour;
    "count": fuzz_plugin__count;
    "ask": fuzz_plugin__ask;
    "askfortext": fuzz_plugin__ask_for_text;
    "kinds": fuzz_plugin__kinds;
    "raise": fuzz_plugin__raise;
    "perhaps": fuzz_plugin__perhaps;
    "usually": fuzz_plugin__usually;
}
