//! All measurements of one run.

use aro_benches::{Info, PluginKind, library};

use crate::Result;
use crate::clock::{self, Times};
use crate::counts::{self, Counted};
use crate::heap::{Allocations, Counter, Memory};
use crate::size::{self, Sizes};

/// The results of one run.
#[derive(Debug)]
pub(crate) struct Measured {
    pub(crate) counted: Counted,
    pub(crate) allocations: Allocations,
    pub(crate) memory: Vec<Memory>,
    pub(crate) sizes: Vec<Sizes>,
    /// Bytes of the metadata of the SDK's plugin.
    pub(crate) metadata: usize,
    /// `None` in a check, since a busy machine would fail it.
    pub(crate) times: Option<Times>,
}

/// Measures everything; for a check, without the big cases and without what varies from run to
/// run.
pub(crate) fn measure(checked: bool) -> Result<Measured> {
    let counter = Counter::build()?;
    // First, because cargo may replace the file of this program, after which it cannot start
    // itself.
    let (allocations, memory) = (counter.allocations()?, counter.memory()?);
    let metadata = Info::new(&library(PluginKind::Sdk), true).length();
    let times = if checked { None } else { Some(clock::measure()?) };
    let sizes = size::measure(if checked { 1 } else { size::PROFILES.len() })?;
    let counted = counts::count(checked, &allocations)?;
    Ok(Measured { counted, allocations, memory, sizes, metadata, times })
}
