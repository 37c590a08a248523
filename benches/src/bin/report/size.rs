//! The sizes of the libraries.

use std::process::Command;
use std::{env, fs};

use aro_benches::{PluginKind, library_in};

use crate::Result;

/// Profiles of the workspace, and their settings.
pub(crate) const PROFILES: [(&str, &str); 3] = [
    ("release", "`release`, cargo's default"),
    ("release-lto", "`lto = true`, `codegen-units = 1`"),
    ("release-small", "the same with `opt-level = \"s\"`"),
];

/// Bytes of the stripped libraries in one profile.
#[derive(Debug)]
pub(crate) struct Sizes {
    pub(crate) says: &'static str,
    pub(crate) floor: u64,
    pub(crate) one: u64,
    pub(crate) one_by_hand: u64,
    pub(crate) kinds: u64,
    pub(crate) kinds_by_hand: u64,
    pub(crate) by_hand: u64,
    pub(crate) sdk: u64,
}

impl Sizes {
    /// What the SDK adds to the smallest plugin, over the same written by hand.
    pub(crate) fn added_to_one(&self) -> f64 {
        self.one as f64 - self.one_by_hand as f64
    }

    /// What it adds to the plugin with one item of every kind.
    pub(crate) fn added_to_kinds(&self) -> f64 {
        self.kinds as f64 - self.kinds_by_hand as f64
    }
}

/// In the first `profiles` of the profiles.
pub(crate) fn measure(profiles: usize) -> Result<Vec<Sizes>> {
    let sizes = PROFILES.iter().take(profiles).map(|(profile, says)| {
        let of = |which| stripped(profile, which);
        let (floor, one, one_by_hand) = (of(PluginKind::Floor)?, of(PluginKind::One)?, of(PluginKind::OneByHand)?);
        let (kinds, kinds_by_hand) = (of(PluginKind::Kinds)?, of(PluginKind::KindsByHand)?);
        let (by_hand, sdk) = (of(PluginKind::ByHand)?, of(PluginKind::Sdk)?);
        Ok(Sizes { says, floor, one, one_by_hand, kinds, kinds_by_hand, by_hand, sdk })
    });
    sizes.collect()
}

fn stripped(profile: &str, which: PluginKind) -> Result<u64> {
    let library = library_in(which, profile);
    let copy = env::temp_dir().join(format!("aro-bench-stripped-{}.so", std::process::id()));
    let status = Command::new("strip").arg("-o").arg(&copy).arg(&library).status()?;
    if !status.success() {
        return Err(format!("strip could not strip {}", library.display()).into());
    }
    let size = fs::metadata(&copy)?.len();
    fs::remove_file(&copy)?;
    Ok(size)
}
