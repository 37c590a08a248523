//! The page's sections on how costs grow, and on loading.

use std::fmt::Write as _;

use aro_benches::{Filler, LOADED, PluginKind, Probe, Spelling};

use crate::Result;
use crate::measured::Measured;
use crate::page::figure;
use crate::size::Sizes;
use crate::targets::{ACTIONS, SIZES, copied, lookup, per_byte, redundant};

pub(crate) fn sections(page: &mut String, measured: &Measured) -> Result<()> {
    lookups(page, measured)?;
    bytes(page, measured)?;
    threads(page, measured)?;
    memory(page, measured)?;
    loading(page, measured)?;
    sizes(page, measured)
}

fn lookups(page: &mut String, measured: &Measured) -> Result<()> {
    *page += "\n## Finding an action\n\nInstructions for each name, on average over 64 names spread over the plugin: a call by `aro_plugin_execute` less the same call by an \
              action's own entry point. That includes reading and checking the name.\n\n\
              | actions | as declared | in lower case | in snake case |\n|---:|---:|---:|---:|\n";
    for actions in ACTIONS {
        let [declared, lower, other] = [Spelling::Declared, Spelling::Lower, Spelling::Other]
            .map(|spelling| lookup(&measured.counted, actions, spelling));
        writeln!(page, "| {actions} | {} | {} | {} |", figure(declared?), figure(lower?), figure(other?))?;
    }
    Ok(())
}

fn bytes(page: &mut String, measured: &Measured) -> Result<()> {
    let counted = &measured.counted;
    *page += "\n## Bytes\n\nThe length of a string, the only member of its envelope:\n\n| MB | instructions for each byte |\n|---:|---:|\n";
    for megabytes in [1, 4, 16, 64] {
        writeln!(page, "| {megabytes} | {:.3} |", per_byte(counted, megabytes)?)?;
    }
    *page += "\nInstructions for each byte of an unused value, in the envelope of an e-mail that is checked. A copy is the same value under \
              another key, as hosts write it:\n\n\
              | | 1 KB | 32 KB | 1 MB | copy, 1 KB | 32 KB | 1 MB |\n|---|---:|---:|---:|---:|---:|---:|\n";
    for (filler, what) in Filler::ALL {
        let once = SIZES.map(|bytes| redundant(counted, filler, bytes));
        let again = SIZES.map(|bytes| copied(counted, filler, bytes));
        write!(page, "| {what} |")?;
        for per_byte in once.into_iter().chain(again) {
            write!(page, " {:.2} |", per_byte?)?;
        }
        *page += "\n";
    }
    Ok(())
}

fn threads(page: &mut String, measured: &Measured) -> Result<()> {
    let small = measured.counted.rows.iter().filter(|row| row.sdk.instructions < 20_000);
    let locks = small.map(|row| row.locks).max().unwrap_or_default();
    writeln!(
        page,
        "\n## Threads\n\nOf the small calls, up to the error reply, none executes more than {locks} instructions that lock a cache line."
    )?;
    if let Some(times) = &measured.times {
        writeln!(
            page,
            "Two threads make {:.2} times the calls of one (e-mail, eager); for the floor it is {:.2} times, the limit of the machine.",
            times.two_threads, times.two_threads_floor
        )?;
    }
    Ok(())
}

fn memory(page: &mut String, measured: &Measured) -> Result<()> {
    *page += "\n## Memory\n\nThe peak memory of a call without its envelope, in KB: allocated on the heap, and resident. The share is that of the heap, for each byte of \
              envelope and reply.\n\n| call | envelope | reply | heap | resident | share |\n|---|---:|---:|---:|---:|---:|\n";
    for memory in &measured.memory {
        let by = if memory.bulk.which == PluginKind::ByHand { ", by hand" } else { "" };
        let [argument, reply, heap, resident] =
            [memory.argument, memory.reply, memory.heap, memory.resident].map(|bytes| bytes >> 10);
        let name = memory.bulk.name;
        writeln!(page, "| {name}{by} | {argument} | {reply} | {heap} | {resident} | {:.2} |", memory.share())?;
    }
    Ok(())
}

fn loading(page: &mut String, measured: &Measured) -> Result<()> {
    let counted = &measured.counted;
    *page += "\n## Loading\n\nInstructions of the metadata, and of loading the library, the metadata and the first call together, including those of the \
              dynamic loader. Constructors run while the library is loaded; each of the SDK's only registers an item, and allocates nothing. Their instructions, and \
              the allocations of loading alone, include the loader's.\n\n\
              | | metadata, first | metadata, later | load, metadata, call | constructors | allocations of loading |\n|---|---:|---:|---:|---:|---:|\n";
    let names = ["one action, SDK", "one action, by hand", "all cases, SDK", "all cases, by hand", "floor"];
    for (which, what) in LOADED.into_iter().zip(names) {
        let [first, later] = [true, false].map(|first| counted.probe(Probe::Info(which, first)));
        let load = counted.probe(Probe::First(which))?;
        let allocations = measured.allocations.of_loading(which);
        let constructors = counted.constructors(which).map_or_else(|| "–".to_owned(), |count| count.to_string());
        let (first, later, load) = (figure(first?), figure(later?), figure(load));
        writeln!(page, "| {what} | {first} | {later} | {load} | {constructors} | {allocations} |")?;
    }
    writeln!(page, "\nThe metadata of the SDK's plugin has {} bytes.", measured.metadata)?;
    if let Some(times) = &measured.times {
        writeln!(
            page,
            "In time, loading, metadata and first call of one action take {:.2} times what the floor takes.",
            times.first
        )?;
    }
    Ok(())
}

fn sizes(page: &mut String, measured: &Measured) -> Result<()> {
    *page += "\n## Size\n\nStripped libraries, in KB. Most of a library written by hand is the standard library and `serde_json`.\n\n\
              | profile | floor | one action, by hand | one action, SDK | an item of every kind, by hand | an item of every kind, SDK \
              | all cases, by hand | all cases, SDK |\n|---|---:|---:|---:|---:|---:|---:|---:|\n";
    for sizes in &measured.sizes {
        let Sizes { says, floor, one, one_by_hand, kinds, kinds_by_hand, by_hand, sdk } = sizes;
        let columns = [floor, one_by_hand, one, kinds_by_hand, kinds, by_hand, sdk];
        let columns = columns.map(|bytes| (bytes >> 10).to_string());
        writeln!(page, "| {says} | {} |", columns.join(" | "))?;
    }
    Ok(())
}
