//! `#[aro_init]` and `#[aro_shutdown]`.

use proc_macro2::TokenStream;

use super::function::item_function;
use super::key_values::KeyValues;
use super::keys;
use crate::diagnostics::Report;
use crate::model::{FunctionKind, Hook, HookKind};
use crate::syntax::Function;

pub(crate) fn hook<'a>(kind: HookKind, args: TokenStream, function: &'a mut Function, report: &Report) -> Hook<'a> {
    let keys = match kind {
        HookKind::Init => &keys::INIT,
        HookKind::Shutdown => &keys::SHUTDOWN,
    };
    let mut args = KeyValues::parse(args, keys, report);
    Hook { kind, sdk: args.sdk_path(report), function: item_function(function, FunctionKind::Hook, None, report) }
}
