//! The feature `log`: `env_logger` with this module's line.

use std::io::Write as _;

pub(super) fn install() {
    // Fails if a logger is installed already: that one is the author's, and stays.
    let _ = env_logger::Builder::new()
        .parse_filters(&super::levels())
        .format(|out, record| {
            writeln!(out, "{} {} {}: {}", super::prefix(), record.level(), record.target(), record.args())
        })
        .try_init();
}
