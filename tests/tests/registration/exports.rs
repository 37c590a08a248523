//! What a library exports, as its own file says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use aro_abi::symbols;
use object::read::NameOrOrdinal;
use object::{BinaryFormat, Object as _};
use serde_json::Value;

use crate::alpha;
use crate::build::{Build, LTO};

/// The exported names, as C has them.
pub(crate) fn exported(library: &Path) -> BTreeSet<String> {
    let bytes = fs::read(library).unwrap();
    let file = object::File::parse(&*bytes).unwrap();
    let underscore = if file.format() == BinaryFormat::MachO { "_" } else { "" };
    let names = file.exports().unwrap().map(|export| match export.unwrap().name() {
        NameOrOrdinal::Name(name) => String::from_utf8(name.to_vec()).unwrap(),
        nameless => panic!("an export without a name: {nameless:?}"),
    });
    names.map(|name| name.strip_prefix(underscore).unwrap_or(&name).to_owned()).collect()
}

pub(crate) fn entry_points(info: &Value) -> BTreeSet<String> {
    let actions = info["actions"].as_array().unwrap().iter();
    actions.filter_map(|action| action["symbol"].as_str()).map(str::to_owned).collect()
}

pub(crate) fn assert_only_the_abi_and(entry_points: &BTreeSet<String>, library: &Path) {
    let exported = exported(library);
    for required in [symbols::INFO, symbols::EXECUTE, symbols::FREE] {
        assert!(exported.contains(required), "{} does not export {required}", library.display());
    }
    let own: BTreeSet<String> = exported.into_iter().filter(|name| !symbols::ALL.contains(&name.as_str())).collect();
    // Every plugin has the functions of a typed library, alpha has typed functions as well.
    let describe = own.iter().find(|name| name.ends_with("_describe"));
    let prefix = describe.and_then(|name| name.strip_suffix("describe")).unwrap_or_default();
    let typed: Vec<String> = match prefix {
        "alpha_" => alpha::TYPED.iter().map(|&name| name.to_owned()).collect(),
        prefix => ["describe", "free", "last_error"].iter().map(|name| format!("{prefix}{name}")).collect(),
    };
    let expected: BTreeSet<String> = entry_points.iter().cloned().chain(typed).collect();
    assert_eq!(own, expected, "beside the ABI's names and its typed functions, {} exports these", library.display());
}

#[test]
fn no_optimiser_makes_a_library_refer_to_its_own_exports() {
    for build in [alpha::RELEASE, Build { cargo: LTO, ..Build::cdylib("alpha-lto", "alpha") }] {
        let library = build.build().library;
        let symbols = aro_host_testkit::Symbols::read(&library).unwrap();
        assert_eq!(*symbols.references_to_own_exports(), BTreeSet::new(), "{}", library.display());
    }
}

#[test]
fn nothing_but_the_abi_and_the_declared_entry_points_is_exported() {
    let optimised = Build { cargo: LTO, ..Build::cdylib("alpha-lto", "alpha") };
    for build in [alpha::DEBUG, optimised, Build::cdylib("beta", "beta")] {
        let library = build.build().library;
        let declared = entry_points(&aro_host_testkit::Plugin::open(&library).unwrap().info_json().unwrap());
        assert!(declared.contains("same_symbol_in_both") && declared.len() > 3, "{declared:?}");
        assert_only_the_abi_and(&declared, &library);
    }
}
