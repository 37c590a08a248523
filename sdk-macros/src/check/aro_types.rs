//! `#[derive(AroTypes)]`.

use syn::Data;

use super::words::check_types;
use crate::diagnostics::{Report, block as say};
use crate::model::{AroTypes, AroTypesSource};

pub(crate) fn aro_types(types: &AroTypes, report: &Report) {
    match (&types.source, &types.item.data) {
        (AroTypesSource::Explicit(list), _) => check_types("types", list, report),
        (AroTypesSource::Fields(_), Data::Union(data)) => report.at(&data.union_token, say::union()),
        (AroTypesSource::Fields(_), _) => {}
    }
}
