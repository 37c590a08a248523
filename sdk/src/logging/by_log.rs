//! The crate `log`.

use std::io::Write as _;

pub(super) fn install() {
    // A logger that is installed already is the author's.
    let _ = env_logger::Builder::new()
        .parse_filters(&super::levels())
        .format(|out, record| {
            writeln!(out, "{} {} {}: {}", super::prefix(), record.level(), record.target(), record.args())
        })
        .try_init();
}
