//! `plugin! { entry_points = false }`.

use std::collections::BTreeSet;

use crate::build::{Build, LTO};
use crate::{alpha, exports};

const HIDDEN: Build = Build { cargo: &["--features", "hidden"], ..Build::cdylib("alpha-hidden", "alpha") };
const HIDDEN_RELEASE: Build =
    Build { cargo: &["--features", "hidden", "--release"], ..Build::cdylib("alpha-hidden-release", "alpha") };
const HIDDEN_LTO: Build = Build {
    cargo: &["--features", "hidden", LTO[0], LTO[1], LTO[2], LTO[3], LTO[4]],
    ..Build::cdylib("alpha-hidden-lto", "alpha")
};

#[test]
#[cfg_attr(
    windows,
    ignore = "Windows has no word for a name that other object files see and users of the library do not"
)]
fn without_entry_points_only_the_abi_is_exported_and_no_action_is_lost() {
    let bfd = Build { label: "alpha-hidden-bfd", rustc: &["-Clink-arg=-fuse-ld=bfd"], ..HIDDEN };
    let mut builds = vec![HIDDEN, HIDDEN_RELEASE, HIDDEN_LTO];
    #[cfg(target_os = "linux")]
    if crate::tools::is_there("ld.bfd") {
        builds.push(bfd);
    }
    for build in builds {
        let library = build.build().library;
        alpha::assert_complete(&library);
        exports::assert_only_the_abi_and(&BTreeSet::new(), &library);
    }
}

#[test]
fn without_entry_points_the_metadata_name_none() {
    let plugin = alpha::assert_complete(&HIDDEN.build().library);
    assert_eq!(exports::entry_points(&plugin.info_json().unwrap()), BTreeSet::new());
}

#[cfg(unix)]
#[test]
fn without_entry_points_an_archive_still_gives_all_its_actions() {
    let debug = Build { crate_type: "staticlib", label: "alpha-hidden-static", ..HIDDEN };
    let lto = Build { crate_type: "staticlib", label: "alpha-hidden-static-lto", ..HIDDEN_LTO };
    for build in [debug, lto] {
        let built = build.build();
        crate::linked::assert_complete_however_linked(&build, &[built.library.as_os_str()], &built.system);
    }
}
