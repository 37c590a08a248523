//! How costs grow, and what the first call and everything before it costs.

use crate::library;
use crate::payloads::{Filler, email_with, email_with_copies, plain};
use crate::plugin::{First, Info, Loaded, PluginKind};
use crate::typed::{Typed, TypedCall};

/// The number of look-ups in one measurement, each of a different action.
pub const LOOKUPS: usize = 64;

/// The plugins whose loading is measured.
pub const LOADED: [PluginKind; 5] =
    [PluginKind::One, PluginKind::OneByHand, PluginKind::Sdk, PluginKind::ByHand, PluginKind::Floor];

/// The spelling of an action's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// As the plugin declares it, as hosts send it.
    Declared,
    /// In lower case.
    Lower,
    /// In snake case, as hosts retry it.
    Other,
}

/// One measurement; [`Prepared`] is its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Probe {
    /// Calls by name, with this number of actions.
    Named(usize, Spelling),
    /// The same calls by an entry point, without a look-up.
    Unnamed(usize),
    /// The length of a string of this many bytes, the only member of its envelope.
    Length(usize),
    /// An e-mail is checked in an envelope that also has an unused value of this many bytes.
    Redundant(Filler, usize),
    /// The same with copies of the unused value.
    Copied(Filler, usize),
    /// The metadata; `true` for the first call.
    Info(PluginKind, bool),
    /// Loading, metadata and first call.
    First(PluginKind),
    /// A typed call; `true` for the function by hand.
    Typed(TypedCall, bool),
}

/// A probe, ready to be run once.
#[derive(Debug)]
pub enum Prepared {
    /// Calls each once.
    Calls(Vec<Loaded>),
    /// Reads the metadata.
    Info(Info),
    /// Loads a library.
    First(First),
    /// Calls a typed function.
    Typed(Typed),
}

/// Every probe.
#[must_use]
pub fn probes() -> Vec<Probe> {
    let mut probes = Vec::new();
    for actions in [10, 100, 1_000, 10_000] {
        probes.push(Probe::Unnamed(actions));
        probes.extend([Spelling::Declared, Spelling::Lower, Spelling::Other].map(|how| Probe::Named(actions, how)));
    }
    probes.extend([1, 4, 16, 64].map(|megabytes| Probe::Length(megabytes << 20)));
    probes.push(Probe::Redundant(Filler::Text, 0));
    for (filler, _) in Filler::ALL {
        for bytes in [1 << 10, 1 << 15, 1 << 20] {
            probes.extend([Probe::Redundant(filler, bytes), Probe::Copied(filler, bytes)]);
        }
    }
    for which in LOADED {
        probes.extend([Probe::Info(which, true), Probe::Info(which, false), Probe::First(which)]);
    }
    for call in [TypedCall::Add, TypedCall::Length(1 << 10)] {
        probes.extend([Probe::Typed(call, false), Probe::Typed(call, true)]);
    }
    probes
}

impl Probe {
    /// Loads the plugin.
    ///
    /// # Panics
    ///
    /// If it cannot be loaded.
    #[must_use]
    pub fn prepare(self) -> Prepared {
        let calls = |action: &str, envelope: &str| {
            let loaded = Loaded::new(&library(PluginKind::Sdk), action, envelope);
            loaded.assert_answers();
            Prepared::Calls(vec![loaded])
        };
        match self {
            Probe::Named(actions, spelling) => {
                of_many(actions, |number| Loaded::new(&library(PluginKind::Many), &spelling.of(number), "{}"))
            }
            Probe::Unnamed(actions) => {
                of_many(actions, |_| Loaded::by_symbol(&library(PluginKind::Many), "bench_entry", "", "{}"))
            }
            Probe::Length(bytes) => calls("TextLength", &plain(bytes)),
            Probe::Redundant(filler, bytes) => calls("ValidateEmail", &email_with(filler, bytes)),
            Probe::Copied(filler, bytes) => calls("ValidateEmail", &email_with_copies(filler, bytes)),
            Probe::Info(which, first) => Prepared::Info(Info::new(&library(which), first)),
            Probe::First(which) => Prepared::First(First::new(which)),
            Probe::Typed(call, by_hand) => Prepared::Typed(Typed::new(&library(PluginKind::Typed), call, by_hand)),
        }
    }
}

/// Calls of [`LOOKUPS`] actions, spread over the whole plugin.
fn of_many(actions: usize, load: impl Fn(usize) -> Loaded) -> Prepared {
    // SAFETY: this program has one thread. The plugin reads the variable in the first call, below.
    unsafe { std::env::set_var("ARO_BENCH_ACTIONS", actions.to_string()) };
    let calls: Vec<_> = (0..LOOKUPS).map(|index| load(index * actions / LOOKUPS)).collect();
    calls.iter().for_each(Loaded::assert_answers);
    Prepared::Calls(calls)
}

impl Spelling {
    fn of(self, number: usize) -> String {
        match self {
            Spelling::Declared => format!("CheckTheOrder{number:05}"),
            Spelling::Lower => format!("checktheorder{number:05}"),
            Spelling::Other => format!("check_the_order_{number:05}"),
        }
    }
}
