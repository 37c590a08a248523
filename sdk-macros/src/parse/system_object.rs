//! `#[aro_system_object(…)]` before an `impl` block.

use proc_macro2::TokenStream;
use syn::Type;

use super::function::with_params;
use super::key_values::KeyValues;
use super::keys;
use super::params::params;
use super::rust_attributes::description;
use super::service::block_name;
use crate::diagnostics::Report;
use crate::model::{FunctionKind, ObjectMethod, ObjectMethodKind, SystemObject};
use crate::syntax::{Block, Member, attribute};

pub(crate) fn system_object<'a>(args: TokenStream, block: &'a mut Block, report: &Report) -> SystemObject<'a> {
    let mut args = KeyValues::parse(args, &keys::SYSTEM_OBJECT, report);
    let head = &block.head;
    SystemObject {
        sdk: args.sdk_path(report),
        identifier: block_name(args.string("identifier", report), &head.self_ty),
        description: description(&head.attrs),
        block: head,
        // A trait's methods are not the object's; `check` refuses the block.
        methods: match &head.of_trait {
            Some(_) => Vec::new(),
            None => block.members.iter_mut().filter_map(|member| method(member, &head.self_ty, report)).collect(),
        },
    }
}

/// `None` for any other function than `read`, `write` and `list`.
fn method<'a>(member: &'a mut Member, owner: &Type, report: &Report) -> Option<ObjectMethod<'a>> {
    let Member::Function(function) = member else { return None };
    let kind = ObjectMethodKind::ALL.into_iter().find(|kind| function.sig.ident == kind.name())?;
    let params = params(&mut function.sig, Some(owner), report);
    let conditions = attribute::conditions(&function.attrs);
    let function = with_params(function, FunctionKind::Method, params, &function.attrs, conditions);
    Some(ObjectMethod { kind, function })
}
