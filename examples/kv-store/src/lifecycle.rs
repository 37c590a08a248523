//! Init opens the file before the first call, and shutdown closes it.

use aro_sdk::prelude::*;

use crate::kv::Kv;
use crate::location;
use crate::store::Store;

#[aro_init]
fn open() -> Result<Kv> {
    let path = location::path(std::env::var_os(location::VARIABLE));
    Store::open(&path).map(Kv).map_err(|error| {
        error.context(format!("the store {} (set {} for another)", path.display(), location::VARIABLE))
    })
}

#[aro_shutdown]
fn close(kv: State<Kv>) {
    kv.0.close();
}
