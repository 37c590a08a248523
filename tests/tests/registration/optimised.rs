//! Optimisers and their units of work.

use crate::alpha;
use crate::build::{Build, LTO};

#[test]
fn fat_lto_and_stripping_lose_no_action() {
    let debug = alpha::assert_complete(&alpha::DEBUG.build().library);
    let lto = Build { cargo: LTO, ..Build::cdylib("alpha-lto", "alpha") };
    let lto = alpha::assert_complete(&lto.build().library);
    assert_eq!(lto.info_json().unwrap(), debug.info_json().unwrap());
}

#[test]
fn many_codegen_units_lose_no_action() {
    let rustc = &["-Ccodegen-units=256"];
    let debug = Build { rustc, ..Build::cdylib("alpha-units", "alpha") };
    let release = Build { cargo: &["--release"], ..Build { label: "alpha-units-release", ..debug } };
    for build in [debug, release] {
        alpha::assert_complete(&build.build().library);
    }
}
