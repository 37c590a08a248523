//! One run.

use aro_benches::{Info, PluginKind, library};

use crate::Result;
use crate::clock::{self, Times};
use crate::counts::{self, Counted};
use crate::heap::{Allocations, Counter, Memory};
use crate::size::{self, Sizes};

/// All that one run has measured.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) counted: Counted,
    pub(crate) allocations: Allocations,
    pub(crate) memory: Vec<Memory>,
    pub(crate) sizes: Vec<Sizes>,
    /// Bytes of the metadata of the SDK's plugin.
    pub(crate) metadata: usize,
    /// Not in a check: a busy machine would fail it.
    pub(crate) times: Option<Times>,
}

/// Everything; or what a check needs, without what is heavy and what comes out differently each
/// time.
pub(crate) fn measure(checked: bool) -> Result<Measured> {
    let counter = Counter::build()?;
    // First, because cargo may put a new file in this program's place, and then it cannot be
    // started again.
    let (allocations, memory) = (counter.allocations()?, counter.memory()?);
    let metadata = Info::new(&library(PluginKind::Sdk), true).length();
    let times = if checked { None } else { Some(clock::measure()?) };
    let sizes = size::measure(if checked { 1 } else { size::PROFILES.len() })?;
    let counted = counts::count(checked, &allocations)?;
    Ok(Measured { counted, allocations, memory, sizes, metadata, times })
}
