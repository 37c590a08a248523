//! `#[aro_on_event]`.

use syn::{LitStr, Path};

use super::ItemFunction;

/// A function that handles events.
pub(crate) struct EventHandler<'a> {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// A type of events, or the beginning of one and `*`.
    pub(crate) pattern: LitStr,
    pub(crate) function: ItemFunction<'a>,
}
