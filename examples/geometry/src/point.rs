//! Points.

use aro_sdk::{Error, Result, aro_export};

/// A point in the plane.
#[aro_export]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Up.
    pub y: f64,
}

/// In which direction one turns.
#[aro_export]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// The points are on one line.
    Straight = 0,
    /// Counter-clockwise.
    Left = 1,
    /// Clockwise.
    Right = -1,
}

/// The distance between two points.
#[aro_export]
#[must_use]
pub fn distance(a: Point, b: Point) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The point half-way between two points.
#[aro_export]
#[must_use]
pub fn midpoint(a: Point, b: Point) -> Point {
    Point { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) }
}

/// In which direction one turns at `b` on the way from `a` to `c`.
#[aro_export]
#[must_use]
pub fn orientation(a: Point, b: Point, c: Point) -> Orientation {
    let turn = cross(a, b, c);
    if turn > 0.0 {
        Orientation::Left
    } else if turn < 0.0 {
        Orientation::Right
    } else {
        Orientation::Straight
    }
}

/// The other direction.
#[aro_export]
#[must_use]
pub fn opposite(orientation: Orientation) -> Orientation {
    match orientation {
        Orientation::Straight => Orientation::Straight,
        Orientation::Left => Orientation::Right,
        Orientation::Right => Orientation::Left,
    }
}

/// Reads a point from two numbers with a comma or white space between them.
///
/// # Errors
///
/// When there are not two numbers.
#[aro_export]
pub fn parse_point(text: &str) -> Result<Point> {
    let mut numbers = text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::parse);
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(x), Some(y), None) => Ok(Point { x: x?, y: y? }),
        _ => Err(Error::invalid_input(format!("\"{text}\" is no point: write two numbers, such as \"1.5, 2\""))),
    }
}

/// Twice the area of a triangle; positive if its corners are counter-clockwise.
pub(crate) fn cross(a: Point, b: Point, c: Point) -> f64 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_read_and_anything_else_is_refused() {
        assert_eq!(parse_point("1.5, -2").unwrap(), Point { x: 1.5, y: -2.0 });
        assert!(parse_point("1").is_err());
        assert!(parse_point("1 2 3").is_err());
        assert_eq!(parse_point("1,x").unwrap_err().message(), "invalid float literal");
    }

    #[test]
    fn a_turn_to_the_left_is_counter_clockwise() {
        let [a, b, c] = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)].map(|(x, y)| Point { x, y });
        assert_eq!(orientation(a, b, c), Orientation::Left);
        assert_eq!(orientation(c, b, a), Orientation::Right);
        assert_eq!(orientation(a, b, b), Orientation::Straight);
    }
}
