//! `#[aro_action]`: read, check, generate.

mod generate;
mod spec;

use proc_macro2::TokenStream;
use syn::{FnArg, ItemFn};

use crate::item;
use crate::params::{Params, Role};
use spec::Spec;
pub(crate) use spec::emits;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_action", item, |function, report| {
        let spec = Spec::read(args, function, report);
        for input in &function.sig.inputs {
            if let FnArg::Receiver(receiver) = input {
                report.at(receiver, "an action is a free function: it cannot take `self`");
            }
        }
        let params = Params::read(&mut function.sig, Role::Action, report);
        move |function: &ItemFn| generate::action(&spec, &params, function)
    })
}
