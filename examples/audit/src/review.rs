//! Letting the program judge.

use aro_sdk::prelude::*;

use crate::entry::Entry;
use crate::events::REVIEWED;
use crate::pattern::Pattern;
use crate::trail::Trail;

/// What a feature set is asked.
#[derive(Serialize)]
struct Question {
    entries: Vec<Entry>,
}

/// What it has to answer.
#[derive(Deserialize, Serialize)]
struct Verdict {
    approved: bool,
    note: Option<String>,
}

/// What `ReviewAudit` answers and publishes.
#[derive(Serialize)]
struct Review {
    /// How many entries were judged.
    reviewed: usize,
    #[serde(flatten)]
    verdict: Verdict,
}

/// Runs a feature set of the program over the entries of these events, and publishes its verdict as
/// `AuditReviewed`.
///
/// The feature set gets `entries` and answers `approved`, true or false, and if it likes a `note`.
#[aro_action(verbs = ["ReviewAudit"], prepositions = ["for", "with"], emits = ["AuditReviewed"])]
fn review_audit(
    events: &str,
    #[arg(default = "Review Audit")] feature_set: &str,
    trail: State<Trail>,
    runtime: Runtime,
    publish: Events<'_>,
) -> Result<Review> {
    // A copy, and no lock: the feature set may come back to this plugin.
    let entries = trail.latest(Pattern(events), usize::MAX);
    let reviewed = entries.len();
    let verdict = runtime.invoke(feature_set, &Question { entries })?;
    let review = Review { reviewed, verdict };
    publish.emit(REVIEWED, &review)?;
    Ok(review)
}
