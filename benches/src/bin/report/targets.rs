//! The targets, and how far each is reached.

use aro_benches::{Backend, Filler, PluginKind, Probe, Spelling, TypedCall};

use crate::Result;
use crate::counts::Counted;
use crate::measured::Measured;

/// The bound of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Bound {
    fn allows(self, figure: f64) -> bool {
        match self {
            Bound::AtMost(bound) => figure <= bound,
            Bound::AtLeast(bound) => figure >= bound,
        }
    }
}

/// One target of speed or size.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) bound: Bound,
    pub(crate) aim: Option<f64>,
    pub(crate) measured: f64,
    /// The figure is the same in every run on machines of one kind, so a check can compare it.
    pub(crate) exact: bool,
}

impl Target {
    pub(crate) fn is_reached(&self) -> bool {
        self.bound.allows(self.measured)
    }
}

/// The numbers of actions among which names are looked up.
pub(crate) const ACTIONS: [usize; 4] = [10, 100, 1_000, 10_000];

/// Instructions of one look-up: a call by name, less the call by an entry point.
pub(crate) fn lookup(counted: &Counted, actions: usize, spelling: Spelling) -> Result<f64> {
    Ok(counted.probe(Probe::Named(actions, spelling))? - counted.probe(Probe::Unnamed(actions))?)
}

/// Instructions for each byte of an unused value.
pub(crate) fn redundant(counted: &Counted, filler: Filler, bytes: usize) -> Result<f64> {
    let without = counted.probe(Probe::Redundant(Filler::Text, 0))?;
    let added = filler.added(bytes);
    Ok((counted.probe(Probe::Redundant(filler, bytes))? - without) / added as f64)
}

/// Instructions for each byte of a copy of an unused value.
pub(crate) fn copied(counted: &Counted, filler: Filler, bytes: usize) -> Result<f64> {
    let once = counted.probe(Probe::Redundant(filler, bytes))?;
    Ok((counted.probe(Probe::Copied(filler, bytes))? - once) / filler.copied(bytes) as f64)
}

/// The sizes of the unused values.
pub(crate) const SIZES: [usize; 3] = [1 << 10, 1 << 15, 1 << 20];

/// Instructions for each byte of a string.
pub(crate) fn per_byte(counted: &Counted, megabytes: usize) -> Result<f64> {
    let bytes = megabytes << 20;
    Ok(counted.probe(Probe::Length(bytes))? / bytes as f64)
}

/// All targets that were measured.
pub(crate) fn targets(measured: &Measured) -> Result<Vec<Target>> {
    let mut list = List(Vec::new());
    calls(measured, &mut list);
    envelopes(&measured.counted, &mut list);
    for call in &measured.counted.hosted {
        let name = format!("{}, through the embeddable host: instructions / the testkit's", call.name);
        list.add(name, Bound::AtMost(1.15), None, call.embedded as f64 / call.testkit as f64);
    }
    growth(measured, &mut list)?;
    loading(measured, &mut list)?;
    typed(&measured.counted, &mut list)?;
    Ok(list.0)
}

struct List(Vec<Target>);

impl List {
    fn add(&mut self, name: impl Into<String>, bound: Bound, aim: Option<f64>, measured: f64) {
        self.0.push(Target { name: name.into(), bound, aim, measured, exact: true });
    }

    fn by_clock(&mut self, name: &str, bound: Bound, measured: f64) {
        self.0.push(Target { name: name.to_owned(), bound, aim: None, measured, exact: false });
    }
}

fn typed(counted: &Counted, list: &mut List) -> Result<()> {
    let over = |call| -> Result<f64> {
        Ok(counted.probe(Probe::Typed(call, false))? - counted.probe(Probe::Typed(call, true))?)
    };
    let name = "typed call with two integers: instructions over the same function by hand";
    list.add(name, Bound::AtMost(6.0), None, over(TypedCall::Add)?);
    let name = "typed call with a string of 1 KB: instructions over the same function by hand";
    list.add(name, Bound::AtMost(100.0), None, over(TypedCall::Length(1 << 10))?);
    Ok(())
}

fn calls(measured: &Measured, list: &mut List) {
    use Bound::{AtLeast, AtMost};
    let counted = &measured.counted;
    for (name, least, aim) in [
        ("e-mail, eager", 12.0, Some(18.0)),
        ("card, eager", 8.0, None),
        ("filter of 1,000 objects", 11.0, None),
        ("length of a 1 MB string", 5.0, None),
        ("unknown action", 15.0, None),
    ] {
        if let Some(row) = counted.row(name) {
            list.add(format!("{name}: instructions by hand / SDK"), AtLeast(least), aim, row.ratio());
        }
    }
    for (name, most) in [("10 KB of CSV", 0.55), ("10 KB of CSV, streamed", 0.34), ("1 MB of CSV, streamed", 0.27)] {
        if let Some(row) = counted.row(name) {
            list.add(format!("{name}: instructions SDK / by hand"), AtMost(most), None, 1.0 / row.ratio());
        }
    }
    for (name, most) in [("e-mail, eager", 1.0), ("filter of 1,000 objects", 20.0)] {
        if let Some(row) = counted.row(name) {
            let allocations = row.sdk.allocations as f64;
            list.add(format!("{name}: allocations and reallocations"), AtMost(most), None, allocations);
        }
    }
    if let Some(row) = counted.row("no arguments") {
        let over = row.sdk.instructions as f64 - counted.floor as f64;
        list.add("no arguments: instructions over the floor", AtMost(950.0), Some(500.0), over);
    }
}

/// The targets of the validator for each envelope, with AVX2 and with SSE2: instructions, or if the
/// envelope is big (`true`), instructions per byte.
const ENVELOPES: [(&str, bool, [f64; 2]); 7] = [
    ("eager", false, [3_400.0, 4_500.0]),
    ("specifiers", false, [3_800.0, 5_000.0]),
    ("`_context`", false, [4_000.0, 5_300.0]),
    ("with-arguments", false, [4_000.0, 5_300.0]),
    ("whitespace", false, [3_900.0, 5_200.0]),
    ("1 MB string", true, [0.80, 0.98]),
    ("2,000 objects", true, [0.42, 0.90]),
];

fn envelopes(counted: &Counted, list: &mut List) {
    for (index, backend) in [Backend::Avx2, Backend::Sse2].into_iter().enumerate() {
        for (name, big, most) in ENVELOPES {
            let Some(envelope) = counted.envelopes.iter().find(|envelope| envelope.case.name == name) else {
                continue;
            };
            let (unit, measured) = if big {
                ("instructions per byte", envelope.per_byte(backend))
            } else {
                ("instructions", envelope.with(backend).map(|counts| counts.instructions as f64))
            };
            if let Some(measured) = measured {
                let name = format!("envelope, {name}, {}: {unit}", backend.name());
                list.add(name, Bound::AtMost(most[index]), None, measured);
            }
        }
    }
}

type PerByte = fn(&Counted, Filler, usize) -> Result<f64>;

fn growth(measured: &Measured, list: &mut List) -> Result<()> {
    use Bound::{AtLeast, AtMost};
    let counted = &measured.counted;
    let kinds: [(&str, PerByte); 2] = [("a byte of a copy", copied), ("a byte of an unused value", redundant)];
    for (which, per_byte) in kinds {
        for (filler, what) in Filler::ALL {
            let all = SIZES.into_iter().map(|bytes| per_byte(counted, filler, bytes)).collect::<Result<Vec<_>>>()?;
            let most = all.into_iter().fold(0.0, f64::max);
            list.add(format!("{which}, {what}: instructions"), AtMost(1.1), Some(0.6), most);
        }
    }
    for (spelling, how) in [(Spelling::Declared, "as declared"), (Spelling::Lower, "in lower case")] {
        let all = ACTIONS.iter().map(|actions| lookup(counted, *actions, spelling)).collect::<Result<Vec<_>>>()?;
        let (least, most) = (all.iter().copied().fold(f64::MAX, f64::min), all.iter().copied().fold(0.0, f64::max));
        list.add(format!("look-up of a name {how}: instructions, at most"), AtMost(100.0), None, most);
        list.add(
            format!("look-up of a name {how}: among 10 to 10,000, most / least"),
            AtMost(1.15),
            None,
            most / least,
        );
    }
    let bytes = [1, 4, 16, 64].map(|megabytes| per_byte(counted, megabytes));
    let bytes = bytes.into_iter().collect::<Result<Vec<_>>>()?;
    let (least, most) = (bytes.iter().copied().fold(f64::MAX, f64::min), bytes.iter().copied().fold(0.0, f64::max));
    list.add("1 MB to 64 MB: instructions for each byte, most / least", AtMost(1.05), None, most / least);
    for memory in measured.memory.iter().filter(|memory| memory.bulk.which == PluginKind::Bulk) {
        let name = format!("{}: extra memory / (argument + result)", memory.bulk.name);
        list.add(name, AtMost(1.1), None, memory.share());
    }
    let locks = counted.row("e-mail, eager").map_or(0, |row| row.locks);
    list.add("e-mail, eager: instructions that lock", AtMost(0.0), None, locks as f64);
    if let Some(times) = &measured.times {
        list.by_clock("calls of two threads / of one", AtLeast(1.9), times.two_threads);
    }
    Ok(())
}

fn loading(measured: &Measured, list: &mut List) -> Result<()> {
    use Bound::AtMost;
    let counted = &measured.counted;
    let by_hand = counted.probe(Probe::Info(PluginKind::ByHand, true))?;
    let name = "`aro_plugin_info`, first time: instructions SDK / by hand";
    list.add(name, AtMost(1.0), None, counted.probe(Probe::Info(PluginKind::Sdk, true))? / by_hand);
    let later = counted.probe(Probe::Info(PluginKind::Sdk, false))?;
    list.add("`aro_plugin_info`, later: instructions", AtMost(250.0), None, later);
    let first = counted.probe(Probe::First(PluginKind::One))? / counted.probe(Probe::First(PluginKind::OneByHand))?;
    list.add("loading, metadata and first call: instructions SDK / by hand", AtMost(1.0), None, first);
    if let Some(times) = &measured.times {
        list.by_clock("loading, metadata and first call: time SDK / floor", AtMost(1.15), times.first);
    }
    let loading = |which| measured.allocations.of_loading(which) as f64;
    let over = loading(PluginKind::One) - loading(PluginKind::Floor);
    list.add("allocations while a library is loaded, over the floor's", AtMost(0.0), None, over);
    for sizes in &measured.sizes {
        for (over, what) in [(sizes.added_to_one(), "one action"), (sizes.added_to_kinds(), "all kinds of items")] {
            let name = format!("stripped library, {what}, {}: KB over by hand", sizes.says);
            list.add(name, AtMost(128.0), None, over / 1024.0);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_for_an_envelope_is_for_one_that_is_measured() {
        for (name, big, _) in ENVELOPES {
            let measured = aro_benches::ENVELOPES.iter().find(|envelope| envelope.name == name);
            assert!(measured.is_some_and(|envelope| envelope.guarded != big), "{name}");
        }
    }
}
