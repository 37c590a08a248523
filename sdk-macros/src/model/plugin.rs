//! `plugin! { … }` and `library! { … }`.

use std::time::Duration;

use syn::{LitStr, Path};

/// The plugin as a whole. What is `None` comes from the package.
pub(crate) struct Plugin {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    pub(crate) name: Option<LitStr>,
    pub(crate) version: Option<LitStr>,
    pub(crate) description: Option<LitStr>,
    pub(crate) handle: Option<LitStr>,
    /// Whether each action has a C entry point that is exported.
    pub(crate) entry_points: bool,
    pub(crate) uses: Vec<Path>,
    /// How long a call waits for init.
    pub(crate) init_limit: Option<LitStr>,
    /// The author's function that runs a future.
    pub(crate) block_on: Option<FunctionPath>,
    /// The author's function that waits.
    pub(crate) sleep: Option<FunctionPath>,
}

impl Plugin {
    /// The limit, if one is written and can be read.
    pub(crate) fn init_limit(&self) -> Option<Duration> {
        parse_duration(&self.init_limit.as_ref()?.value())
    }
}

/// Reads `250ms`, `30 s`, `2min`. Not zero: a call that came while init runs would always fail.
fn parse_duration(text: &str) -> Option<Duration> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().ok()?;
    let milliseconds = match unit.trim_start() {
        "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        _ => return None,
    };
    let limit = Duration::from_millis(number.checked_mul(milliseconds)?);
    (!limit.is_zero()).then_some(limit)
}

/// A function of the author's; `None` if its path cannot be read, which has been reported.
pub(crate) struct FunctionPath(pub(crate) Option<Path>);

/// A crate that shares its items with plugins.
pub(crate) struct Library {
    /// `crate = path`.
    pub(crate) sdk: Option<Path>,
    /// As for a plugin.
    pub(crate) entry_points: bool,
    pub(crate) uses: Vec<Path>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_a_number_with_a_unit() {
        for (text, milliseconds) in
            [("250ms", 250), ("30s", 30_000), ("30 s", 30_000), ("2min", 120_000), ("18446744073709551615ms", u64::MAX)]
        {
            assert_eq!(parse_duration(text), Some(Duration::from_millis(milliseconds)), "{text}");
        }
        let refused =
            ["", "s", "30", "0s", "0 ms", "-1s", "+1s", "1.5s", "1 h", "1S", "1 s ", " 1s", "1s1s", "١s", "1_000ms"];
        for text in refused.into_iter().chain(["18446744073709551615s", "99999999999999999999ms", "1e3ms", "∞"]) {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
