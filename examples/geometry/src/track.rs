//! Recorded tracks.

use aro_sdk::{Error, Result, aro_export};

use crate::point::{Point, distance};

/// The points that something passed, with a name.
#[derive(Debug)]
pub struct Track {
    name: String,
    points: Vec<Point>,
}

/// A recorded track.
#[aro_export]
impl Track {
    /// An empty track.
    ///
    /// # Errors
    ///
    /// When the name is empty.
    pub fn new(name: &str) -> Result<Self> {
        if name.is_empty() {
            return Err(Error::invalid_input("a track needs a name"));
        }
        Ok(Self { name: name.to_owned(), points: Vec::new() })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> String {
        self.name.clone()
    }

    /// Adds a point at the end.
    pub fn push(&mut self, point: Point) {
        self.points.push(point);
    }

    /// The number of points.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.points.len() as u64
    }

    /// The length of the whole way.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.points.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
    }

    /// The last point, if there is one.
    #[must_use]
    pub fn last(&self) -> Option<Point> {
        self.points.last().copied()
    }

    /// All points.
    #[must_use]
    pub fn points(&self) -> Vec<Point> {
        self.points.clone()
    }
}
