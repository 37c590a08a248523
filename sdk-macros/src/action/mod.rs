//! `#[aro_action]`: read, check, generate.

mod generate;
mod spec;

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::item;
use crate::params::{Params, Role, refuse_self};
use crate::report::Report;
use crate::syntax::Function;
use spec::Spec;
pub(crate) use spec::emits;

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    item::on_function("aro_action", &args, &item, read)
}

fn read(args: TokenStream, function: &mut Function, report: &Report) -> Option<Code> {
    let spec = Spec::read(args, function, report);
    refuse_self("aro_action", &function.sig, report);
    let params = Params::read(&mut function.sig, Role::Action, report);
    report.none_so_far()?;
    Some(generate::action(&spec, &params, function))
}
