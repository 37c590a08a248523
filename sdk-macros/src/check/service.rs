//! `#[aro_service]`.

use super::block::{check_block, check_block_name, check_receiver};
use super::function::any_function;
use super::names::check_name;
use crate::diagnostics::{Report, asynchronous, block as say};
use crate::model::Service;
use crate::syntax::attribute::cfg_of;

pub(crate) fn service(service: &mut Service<'_>, report: &Report) {
    check_block_name(&service.name, "name", report);
    if let Some(emits) = &service.emits {
        report.at_span(emits.span, say::service_emits());
    }
    check_block(service.block, "aro_service", report);
    if service.methods.is_empty() && service.block.of_trait.is_none() {
        report.at(service.ty(), say::no_methods("aro_service", "every method with `&self`"));
    }
    let has_async = service.methods.iter().any(|method| method.function.is_async());
    if let Some(timeout) = service.timeout.as_ref().filter(|_| !has_async) {
        report.at(&timeout.literal, asynchronous::timeout_without_async_method());
    }
    service.methods.retain(|method| {
        let check = |report: &Report| {
            check_receiver(&method.function, report);
            any_function(&method.function, report);
            check_name("method", &method.name.text, method.name.span, report);
        };
        report.is_right(&cfg_of(&method.function.conditions), check).is_some()
    });
}
