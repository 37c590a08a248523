//! The action that lets the program review the trail.

use aro_sdk::prelude::*;

use crate::entry::Entry;
use crate::events::REVIEWED;
use crate::pattern::Pattern;
use crate::trail::Trail;

/// The input of the feature set.
#[derive(Serialize)]
struct Question {
    entries: Vec<Entry>,
}

/// The answer of the feature set.
#[derive(Deserialize, Serialize)]
struct Verdict {
    approved: bool,
    note: Option<String>,
}

/// The reply of `ReviewAudit`, which is also the event's object.
#[derive(Serialize)]
struct Review {
    /// The number of entries that were reviewed.
    reviewed: usize,
    #[serde(flatten)]
    verdict: Verdict,
}

/// Runs a feature set of the program over the entries of these events, and publishes its verdict as
/// `AuditReviewed`.
///
/// The feature set gets `entries`. It answers `approved`, true or false, and optionally a `note`.
#[aro_action(verbs = ["ReviewAudit"], prepositions = ["for", "with"], emits = ["AuditReviewed"])]
fn review_audit(
    events: &str,
    #[arg(default = "Review Audit")] feature_set: &str,
    trail: State<Trail>,
    runtime: Runtime,
    publish: Events<'_>,
) -> Result<Review> {
    // A copy, without a lock: the feature set may call this plugin.
    let entries = trail.latest(Pattern(events), usize::MAX);
    let reviewed = entries.len();
    let verdict = runtime.invoke(feature_set, &Question { entries })?;
    let review = Review { reviewed, verdict };
    publish.emit(REVIEWED, &review)?;
    Ok(review)
}
