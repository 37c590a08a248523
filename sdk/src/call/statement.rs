//! The parameter type [`Statement`].

use aro_abi::{Preposition, keys};

use super::{Call, FromCall};
use crate::error::Result;
use crate::json::{self, Object};

/// The statement that made the call: a parameter of this type is not an argument of the statement.
///
/// The interpreter's **eager** path sends all of it, the **lazy** path only
/// [`qualifier`](Self::qualifier), the legacy and compiled paths nothing ([ABI, section
/// 2](aro_abi::reference#2-five-host-paths)); what is not sent is `None`. A with-argument replaces
/// a host's key of the same name, so a part that has not the form that the host writes is `None`
/// too.
///
/// ```
/// # use aro_sdk::prelude::*;
/// # aro_sdk::plugin! { name = "doc-test" }
/// # fn main() {}
/// /// `Describe-It the <summary: short> from the <report: title>.`
/// #[aro_action(verbs = ["Describe-It"])]
/// fn describe_it(statement: Statement) -> String {
///     let wanted = statement.result().map_or("", |result| result.specifier(0).unwrap_or("long"));
///     format!("{wanted} of {}", statement.source().map_or("something", |source| source.base()))
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Statement<'call> {
    pub(super) result: Option<Descriptor<'call>>,
    pub(super) source: Option<Descriptor<'call>>,
    pub(super) preposition: Option<Preposition>,
    pub(super) qualifier: Option<&'call str>,
}

impl<'call> Statement<'call> {
    /// The name that the result is bound to: `<summary: short>`.
    #[must_use]
    pub fn result(&self) -> Option<&Descriptor<'call>> {
        self.result.as_ref()
    }

    /// The object: `<report: title>`. A literal or an expression has the base `_expression_`.
    #[must_use]
    pub fn source(&self) -> Option<&Descriptor<'call>> {
        self.source.as_ref()
    }

    /// The preposition before the object. Hosts do not enforce the declared ones.
    #[must_use]
    pub fn preposition(&self) -> Option<Preposition> {
        self.preposition
    }

    /// The first specifier of the object. The argument's value is the whole object nevertheless.
    #[must_use]
    pub fn qualifier(&self) -> Option<&'call str> {
        self.qualifier
    }
}

impl<'call> FromCall<'call> for Statement<'call> {
    fn from_call(call: &'call Call<'_>) -> Result<Self> {
        Ok(Statement {
            result: Descriptor::under(keys::RESULT, call),
            source: Descriptor::under(keys::SOURCE, call),
            preposition: call.host_value(keys::PREPOSITION).and_then(Preposition::from_word),
            qualifier: call.host_value(keys::QUALIFIER),
        })
    }
}

/// A name in a statement with its specifiers: `<user: address.city>` has the base `user` and the
/// specifiers `address`, `city`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Descriptor<'call> {
    pub(super) base: &'call str,
    pub(super) specifiers: Vec<&'call str>,
}

impl<'call> Descriptor<'call> {
    /// The value of one of the host's own keys, if it has the form that the host writes.
    fn under(key: &str, call: &'call Call<'_>) -> Option<Self> {
        let object = Object::of(call.envelope().top().get(key)?)?;
        let members = object.members();
        let specifiers = members.get("specifiers");
        Some(Descriptor {
            base: json::read(members.get("base")?, call.arena()).ok()?,
            specifiers: specifiers.map_or(Ok(Vec::new()), |text| json::read(text, call.arena())).ok()?,
        })
    }
}

impl Descriptor<'_> {
    /// The name.
    #[must_use]
    pub fn base(&self) -> &str {
        self.base
    }

    /// The specifiers after the colon, which the program separates by dots.
    #[must_use]
    pub fn specifiers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.specifiers.iter().copied()
    }

    /// One of the specifiers, counted from 0.
    #[must_use]
    pub fn specifier(&self, index: usize) -> Option<&str> {
        self.specifiers.get(index).copied()
    }
}
