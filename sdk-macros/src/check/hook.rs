//! `#[aro_init]` and `#[aro_shutdown]`.

use super::function::free_function;
use crate::diagnostics::Report;
use crate::model::Hook;

pub(crate) fn hook(hook: &Hook<'_>, report: &Report) {
    free_function(hook.kind.attribute(), &hook.function, report);
}
