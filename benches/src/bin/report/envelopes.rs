//! The cost of a call of the validator, by envelope and by backend of the scan.

use std::env::consts::ARCH;
use std::fmt::Write as _;

use aro_benches::{Backend, Case, ENVELOPES, PluginKind, envelope_calls, payload};

use crate::counts::Counts;
use crate::heap::Allocations;
use crate::{Result, machine};

/// The counts with one envelope.
#[derive(Debug)]
pub(crate) struct Envelope {
    pub(crate) case: &'static Case,
    bytes: usize,
    by_hand: u64,
    validators: Vec<(Backend, Counts)>,
}

impl Envelope {
    /// The counts of the validator with this backend, if the processor has it.
    pub(crate) fn with(&self, backend: Backend) -> Option<Counts> {
        self.validators.iter().find(|(other, _)| *other == backend).map(|(_, counts)| *counts)
    }

    pub(crate) fn per_byte(&self, backend: Backend) -> Option<f64> {
        Some(self.with(backend)?.instructions as f64 / self.bytes as f64)
    }
}

/// Pairs the counted instructions with the calls, which are in the same order.
pub(crate) fn envelopes(
    checked: bool,
    instructions: impl ExactSizeIterator<Item = u64>,
    allocations: &Allocations,
) -> Result<Vec<Envelope>> {
    let calls: Vec<_> = envelope_calls(checked).collect();
    if calls.len() != instructions.len() {
        return Err("gungraun measured too few envelopes".into());
    }
    let mut envelopes: Vec<Envelope> = Vec::new();
    for ((which, case), instructions) in calls.into_iter().zip(instructions) {
        match which {
            PluginKind::Validator(backend) => {
                let envelope = envelopes.last_mut().ok_or("the hand-written plugin comes first")?;
                let counts = Counts { instructions, allocations: allocations.of(which, case) };
                envelope.validators.push((backend, counts));
            }
            _ => {
                let bytes = payload(case.payload).len();
                envelopes.push(Envelope { case, bytes, by_hand: instructions, validators: Vec::new() });
            }
        }
    }
    Ok(envelopes)
}

const HEAD: &str = "
## Envelopes

Instructions of one `ValidateEmail` through the release library of `examples/validator`, for each backend of the scan, and through that of the hand-written
plugin. A plugin takes the best backend that the processor has. Here each one is forced when the plugin is compiled, by
`RUSTFLAGS='--cfg json_scan_backend=\"sse2\"'` and the like.

";

const LEGEND: &str = "
All envelopes are of the eager path. The first is of `ValidateEmail the <r> from the <email>.`, with an address of 33 characters. The others differ from it by:

- specifiers: `ValidateEmail the <r: strict> from the <email: home>.`
- `_context`: an object under `_context`, at the top and in `_with`
- with-arguments: `with { strict: true, limit: 5, tags: [\"a\", \"b\"] }`
- whitespace: a space after each `,` and `:`
- 1 MB string: instead of the address, six times
- 2,000 objects: a list of them, with strings beyond ASCII, instead of the address, six times; the address is in `with { value: <email> }`
- 40 members: 33 with-arguments of all types
- pretty-printed: newlines, and two spaces for each level

";

pub(crate) fn section(page: &mut String, envelopes: &[Envelope]) -> Result<()> {
    *page += HEAD;
    let names = |backends: Vec<Backend>| backends.into_iter().map(Backend::name).collect::<Vec<_>>().join(", ");
    let (has, lacks) = Backend::ALL.into_iter().partition::<Vec<_>, _>(|backend| backend.is_available());
    let machine = machine::processor();
    write!(page, "Measured on {machine} ({ARCH}) with the backends {}.", names(has))?;
    if !lacks.is_empty() {
        write!(page, " This processor lacks {}.", names(lacks))?;
    }
    *page += "\n\n";
    table(page, envelopes)?;
    *page += LEGEND;
    let spreads = Backend::available().filter_map(|backend| {
        let spread = spread(envelopes, backend)?;
        Some(format!("{} {spread:.2}", backend.name()))
    });
    let spreads = spreads.collect::<Vec<_>>().join(", ");
    let small = ENVELOPES.iter().filter(|envelope| envelope.guarded).count();
    writeln!(page, "The highest of the first {small} by instructions per byte, divided by the lowest: {spreads}.")?;
    Ok(())
}

fn table(page: &mut String, envelopes: &[Envelope]) -> Result<()> {
    let (mut heads, mut line) = (String::new(), String::new());
    for backend in Backend::available() {
        write!(heads, " {} | per byte |", backend.name())?;
        line += "---:|---:|";
    }
    writeln!(page, "| envelope | bytes | by hand |{heads}\n|---|---:|---:|{line}")?;
    for envelope in envelopes {
        write!(page, "| {} | {} | {} |", envelope.case.name, envelope.bytes, envelope.by_hand)?;
        for backend in Backend::available() {
            let instructions = envelope.with(backend).unwrap_or_default().instructions;
            let per_byte = envelope.per_byte(backend).unwrap_or_default();
            write!(page, " {instructions} | {per_byte:.2} |")?;
        }
        *page += "\n";
    }
    Ok(())
}

/// The ratio of the highest to the lowest instructions per byte of the small envelopes.
fn spread(envelopes: &[Envelope], backend: Backend) -> Option<f64> {
    let small = envelopes.iter().filter(|envelope| envelope.case.guarded);
    let per_byte: Vec<f64> = small.filter_map(|envelope| envelope.per_byte(backend)).collect();
    let highest = per_byte.iter().copied().reduce(f64::max)?;
    let lowest = per_byte.iter().copied().reduce(f64::min)?;
    Some(highest / lowest)
}
