//! The ABI's reference is one page: `docs/abi.md`, which `reference.md` is a symbolic link to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const CRATE: &str = env!("CARGO_MANIFEST_DIR");

/// The anchors of the page's headings, as rustdoc and GitHub make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let anchor = |heading: &str| {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
    };
    page.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn the_page_in_the_crate_is_the_page_in_docs() {
    let page = fs::read_to_string(Path::new(CRATE).join("reference.md")).expect("reference.md");
    // A published crate has the page alone.
    if let Ok(docs) = fs::read_to_string(Path::new(CRATE).join("../docs/abi.md")) {
        assert_eq!(page, docs, "abi/reference.md is a link to ../docs/abi.md: turn on core.symlinks in git");
    }
}

#[test]
fn every_link_to_the_reference_names_a_section_of_it() {
    let anchors = anchors(&fs::read_to_string(Path::new(CRATE).join("reference.md")).expect("reference.md"));
    let mut files = Vec::new();
    for folder in ["src", "../host-testkit/src", "../sdk/src", "../sdk-macros/src"] {
        sources(&Path::new(CRATE).join(folder), &mut files);
    }
    let mut links = 0;
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        for link in text.split("reference#").skip(1) {
            let anchor: String = link.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect();
            assert!(anchors.contains(&anchor), "{}: no section `{anchor}`; there is {anchors:?}", file.display());
            links += 1;
        }
    }
    assert!(links > 5, "{links}");
}
