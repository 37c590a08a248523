//! Polygons: lists of corners.

use std::fmt::Write as _;

use aro_sdk::aro_export;

use crate::point::{Point, cross, distance};

/// The area of a polygon; none if it has fewer than three corners.
#[aro_export]
#[must_use]
pub fn area(corners: &[Point]) -> Option<f64> {
    if corners.len() < 3 {
        return None;
    }
    let origin = Point { x: 0.0, y: 0.0 };
    let twice: f64 = sides(corners).map(|(a, b)| cross(origin, a, b)).sum();
    Some(twice.abs() / 2.0)
}

/// The length of the longest side.
///
/// # Errors
///
/// When there is no side.
#[aro_export]
pub fn longest_side(corners: &[Point]) -> aro_sdk::Result<f64> {
    let lengths = sides(corners).map(|(a, b)| distance(a, b));
    lengths.reduce(f64::max).ok_or_else(|| aro_sdk::Error::not_found("a polygon without corners has no sides"))
}

/// Whether a point is inside of a polygon.
#[aro_export]
#[must_use]
pub fn contains(corners: &[Point], point: Point) -> bool {
    let crossings = sides(corners).filter(|(a, b)| {
        (a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x
    });
    crossings.count() % 2 == 1
}

/// The corners of the smallest convex polygon around all points, counter-clockwise (Andrew's
/// monotone chain).
#[aro_export]
#[must_use]
pub fn convex_hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    sorted.dedup();
    if sorted.len() < 3 {
        return sorted;
    }
    let mut hull = half_hull(sorted.iter());
    hull.extend(half_hull(sorted.iter().rev()));
    hull
}

fn half_hull<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut half: Vec<Point> = Vec::new();
    for &point in points {
        while matches!(half[..], [.., a, b] if cross(a, b, point) <= 0.0) {
            half.pop();
        }
        half.push(point);
    }
    // The last point begins the other half.
    half.pop();
    half
}

/// The polygon as well-known text: `POLYGON ((0 0, 1 0, 1 1, 0 0))`.
#[aro_export]
#[must_use]
pub fn to_wkt(corners: &[Point]) -> String {
    let mut text = String::from("POLYGON (");
    for (index, Point { x, y }) in corners.iter().chain(corners.first()).enumerate() {
        let before = if index == 0 { "(" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{before}{x} {y}");
    }
    text.push_str(if corners.is_empty() { "EMPTY)" } else { "))" });
    text
}

/// Each corner with the next one.
fn sides(corners: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    let next = corners.iter().cycle().skip(1);
    corners.iter().copied().zip(next.copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Vec<Point> {
        [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)].map(|(x, y)| Point { x, y }).to_vec()
    }

    #[test]
    fn a_square_has_its_area_and_its_inside() {
        assert_eq!(area(&square()), Some(4.0));
        assert_eq!(area(&square()[..2]), None);
        assert!(contains(&square(), Point { x: 1.0, y: 1.0 }));
        assert!(!contains(&square(), Point { x: 3.0, y: 1.0 }));
        assert_eq!(longest_side(&square()).unwrap(), 2.0);
        assert!(longest_side(&[]).is_err());
    }

    #[test]
    fn the_hull_leaves_out_what_is_inside() {
        let mut points = square();
        points.push(Point { x: 1.0, y: 1.0 });
        assert_eq!(convex_hull(&points), square());
        assert_eq!(convex_hull(&[]), []);
    }

    #[test]
    fn well_known_text_repeats_the_first_corner() {
        assert_eq!(to_wkt(&square()[..2]), "POLYGON ((0 0, 2 0, 0 0))");
        assert_eq!(to_wkt(&[]), "POLYGON (EMPTY)");
    }
}
