//! `#[aro_system_object]`.

use super::block::{check_block, check_block_name, check_receiver};
use super::function::any_function;
use crate::diagnostics::{Report, block as say};
use crate::model::SystemObject;

pub(crate) fn system_object(object: &SystemObject<'_>, report: &Report) {
    check_block_name(&object.identifier, "identifier", report);
    check_block(object.block, "aro_system_object", report);
    if object.methods.is_empty() && object.block.of_trait.is_none() {
        let wanted = "the methods `read`, `write` and `list` with `&self`";
        report.at(object.ty(), say::no_methods("aro_system_object", wanted));
    }
    for method in &object.methods {
        check_receiver(&method.function, report);
        any_function(&method.function, report);
    }
}
