//! The ARO programs in a chapter, played on the testkit's eager host.

use aro_host_testkit::{Host, Plugin};

use crate::blocks::as_program;
use crate::chapter::{Chapter, folder};

/// Plays each program of the chapter. If the next block is marked as text, it is what the program
/// prints.
pub(crate) fn programs(chapter: &Chapter) {
    if !chapter.blocks.iter().any(|block| block.info == "aro") {
        return;
    }
    let package = chapter.other_plugin().unwrap_or_else(|| folder().join(chapter.package()));
    let plugin = Plugin::builder(package).target_dir(crate::target_dir()).build().unwrap();
    for (index, block) in chapter.blocks.iter().enumerate() {
        if block.info != "aro" {
            continue;
        }
        let place = chapter.place(block);
        let mut host = Host::eager();
        host.load(plugin.fresh_copy().unwrap());
        let outcome = host.run_application(&as_program(&block.text)).unwrap_or_else(|error| panic!("{place}: {error}"));
        let Some(printed) = chapter.blocks.get(index + 1).filter(|next| next.info == "text") else {
            assert_eq!(outcome.exit_status, 0, "{place} printed {:#?}", outcome.output);
            continue;
        };
        // A program of statements only says in the end that it is over.
        let output = outcome.output.join("\n");
        let output = if crate::blocks::is_program(&block.text) {
            output
        } else {
            output.trim_end_matches("[OK] start").trim_end().replace("[Application-Start] ", "")
        };
        assert_eq!(output.trim_end(), printed.text.trim_end(), "{place}");
    }
}
