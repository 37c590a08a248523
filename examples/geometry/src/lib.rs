//! Plane geometry for programs in C, Go, Python and whatever else can call C.
//!
//! The crate is not an ARO plugin, so it calls `exports!` instead of `plugin!`. Everything with
//! `#[aro_export]` is in the C header.

mod first_steps;
mod point;
mod polygon;
mod track;

pub use first_steps::{add, checksum, greet, panic_with, reverse, sum};
pub use point::{Orientation, Point, distance, midpoint, opposite, orientation, parse_point};
pub use polygon::{area, contains, convex_hull, longest_side, to_wkt};
pub use track::Track;

aro_sdk::exports! {}
