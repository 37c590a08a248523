//! Which value of the envelope a parameter takes.
//!
//! Let `p` be the parameter's name. The first of these that exists is taken:
//!
//! 1. `_with._with.p`: the with-arguments alone, on the path that sends them (eager).
//! 2. The key `p` at the top of the envelope. Not if it is one of the host's own keys. Not for a
//!    parameter other than the subject if `p` is the name of the statement's object: what is there
//!    is the object.
//! 3. `_with.p`, with the same exceptions, since `_with` is a copy of the envelope on most paths.
//! 4. For the **subject** (the parameter with `#[arg(subject)]`, else the first value parameter
//!    without `#[arg(with)]`): the statement's object.
//!
//! | module | what it does |
//! |---|---|
//! | `lookup` | these rules |
//! | `flatten` | all arguments as one value |
//! | `messages` | the errors |
//! | `extractor` | how the parameter's type decides what is extracted and passed |

mod extractor;
mod flatten;
mod lookup;
mod messages;

use std::any::type_name;

use aro_abi::keys;
use aro_json_scan::Key;
use serde::Deserialize;

use super::{Call, FromCall, Kind};
use crate::error::{Error, Result, utf8};
use crate::json::{self, Entries};
pub use extractor::{ByOptionalReference, ByReference, ByShape, ByTrait, ByValue, Extractor, Lend};
use flatten::flatten;
use lookup::{field_readings, find, is_with_clause};
pub(crate) use messages::invalid_envelope;

/// One parameter, as the binding rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Param<'a> {
    /// The name that callers use.
    pub key: Key<'a>,
    /// The name is one of the [host's own keys](keys::is_host_key).
    pub host_key: bool,
    /// It is the subject, if no parameter before it is.
    pub eligible: bool,
    /// It is bound to with-arguments only.
    pub with_only: bool,
}

impl<'a> Param<'a> {
    /// A usual parameter: the subject if none before it is, with a name that is not one of the
    /// host's keys.
    #[must_use]
    #[inline]
    pub const fn of(name: &'a str) -> Self {
        Self { key: Key::new(name), host_key: false, eligible: true, with_only: false }
    }

    /// A parameter that is not the subject.
    #[inline]
    pub(crate) fn named(name: &'a str) -> Self {
        Self { key: Key::new(name), host_key: keys::is_host_key(name), eligible: false, with_only: false }
    }

    /// The name that callers use.
    #[must_use]
    #[inline]
    pub const fn name(&self) -> &'a str {
        self.key.name()
    }

    /// The value under the parameter's name.
    #[inline]
    pub(super) fn value_in<'call>(&self, entries: Entries<'_, 'call>) -> Option<&'call str> {
        entries.get_key(&self.key)
    }
}

/// A parameter that is made from the call.
#[derive(Debug)]
pub struct ViaCall;

/// A parameter that takes an argument's value.
#[derive(Debug)]
pub struct ViaValue;

/// What a parameter of an action may be: any `Deserialize` type, which takes an argument's value,
/// or any [`FromCall`] type.
///
/// `Via` distinguishes the two and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a parameter of a function that programs call",
    label = "neither an argument nor a value from the call itself",
    note = "an argument needs `Deserialize`: write `#[derive(Deserialize)]` on your type, and on the types inside a list, a map or an `Option`",
    note = "for any value take `serde_json::Value`, for several types an enum with `#[serde(untagged)]`",
    note = "a value from the call itself needs `FromCall`, as `Statement`, `Events`, `&RawInput` and `State<T>` implement it"
)]
pub trait Argument<'call, Via>: Sized {
    /// The parameter's value.
    #[doc(hidden)]
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<'call, T: Deserialize<'call>> Argument<'call, ViaValue> for T {
    fn get(call: &'call Call<'_>, param: &Param<'_>) -> Result<Self> {
        value(call, param)
    }
}

/// What can be read from an argument's value: any `Deserialize` type. A parameter that has a
/// default or takes all arguments must be one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from the value of an argument",
    label = "does not implement `Deserialize`",
    note = "write `#[derive(Deserialize)]` on your type, and on the types inside a list, a map or an `Option`",
    note = "a value from the call itself, such as `Statement`, is always there: it takes neither `default` nor `flatten`"
)]
pub trait Value<'call>: Deserialize<'call> {}

#[diagnostic::do_not_recommend]
impl<'call, T: Deserialize<'call>> Value<'call> for T {}

#[diagnostic::do_not_recommend]
impl<'call, T: FromCall<'call>> Argument<'call, ViaCall> for T {
    fn get(call: &'call Call<'_>, _: &Param<'_>) -> Result<Self> {
        T::from_call(call)
    }
}

/// Binds a parameter without a default.
///
/// # Errors
///
/// When the argument is absent, or does not fit.
fn extract<'call, T: Argument<'call, Via>, Via>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    T::get(call, param)
}

/// Makes a parameter of a function that has no arguments.
///
/// # Errors
///
/// Those of the type's [`FromCall`].
fn extract_of_call<'call, T: FromCall<'call>>(call: &'call Call<'_>) -> Result<T> {
    T::from_call(call)
}

/// Binds a parameter with a default, which is used when the argument is absent or null.
///
/// # Errors
///
/// When the argument does not fit.
fn extract_or<'call, T: Value<'call>>(call: &'call Call<'_>, param: &Param<'_>, default: fn() -> T) -> Result<T> {
    let subject = param.eligible && call.take_subject();
    match find(call, param, subject) {
        None | Some("null") => Ok(default()),
        Some(json) => match read(call, param.name(), json) {
            Err(_) if subject && is_with_clause(call, json) => Ok(default()),
            result => result,
        },
    }
}

pub(super) fn value<'call, T: Deserialize<'call>>(call: &'call Call<'_>, param: &Param<'_>) -> Result<T> {
    let subject = param.eligible && call.kind() != Kind::Object && call.take_subject();
    let absent = || json::absent().ok_or_else(|| messages::absent(call, param.name(), subject));
    let (found, other_reading) = match call.kind() {
        Kind::Object => field_readings(call, param.name()),
        _ => (find(call, param, subject), None),
    };
    let Some(json) = found else { return absent() };
    read(call, param.name(), json).or_else(|error| match other_reading {
        Some(other) => read(call, param.name(), other).map_err(|_| error),
        None if subject && is_with_clause(call, json) => absent().map_err(|_| error),
        None => Err(error),
    })
}

/// Reads the value of the argument `name`; all arguments together have no name.
#[inline]
fn read<'call, T: Deserialize<'call>>(call: &'call Call<'_>, name: &str, json: &'call str) -> Result<T> {
    json::read(json, call.arena()).map_err(|fault| messages::does_not_fit(name, json, fault, type_name::<T>()))
}

/// The input of a call as a string.
///
/// # Errors
///
/// Code 1 when it is not UTF-8.
#[cold]
pub(crate) fn input_as_str(input: &[u8]) -> Result<&str, Error> {
    utf8(input, "the input")
}
