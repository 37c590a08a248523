//! What may be written.

use aro_sdk::aro_export;

aro_sdk::exports! {}

/// A point.
#[aro_export]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Point {
    pub x: f64,
    pub color: Color,
}

#[derive(Clone, Copy)]
#[repr(i64)]
#[aro_export(symbol = "color")]
pub enum Color {
    Red = -1,
    Green = 1 << 40,
}

#[aro_export]
pub const fn constant(number: i32) -> i32 {
    number
}

#[aro_export(symbol = "own_name")]
pub(crate) fn r#match(r#type: &str, mut numbers: &[u8]) -> std::result::Result<Vec<u8>, Box<dyn std::error::Error>> {
    numbers = &numbers[r#type.len()..];
    Ok(numbers.to_vec())
}

#[aro_export]
fn lifetimes<'a, 'b>(a: &'a str, b: &'b [Point]) -> Option<Result<Point, &'static str>>
where
    'a: 'b,
{
    let _ = a;
    Some(b.first().copied().ok_or("empty"))
}

#[aro_export]
#[deprecated]
fn old(point: Point) -> Point {
    point
}

#[cfg_attr(all(), aro_export)]
fn conditional(#[cfg(all())] a: i32, #[cfg(any())] b: &str) -> i32 {
    a
}

mod inner {
    pub mod deep {
        #[derive(Default)]
        pub struct Store(std::sync::Mutex<Vec<i64>>);

        /// A store.
        #[aro_sdk::aro_export]
        impl Store {
            pub const LIMIT: usize = 5;

            pub fn new() -> Self {
                Self::default()
            }

            pub fn push(&self, number: i64) -> Result<(), aro_sdk::Error> {
                self.0.lock().unwrap().push(number);
                Ok(())
            }

            pub fn list(&self) -> Vec<i64> {
                self.0.lock().unwrap().clone()
            }

            #[cfg(any())]
            pub fn gone(&self, what: Nothing) {}

            #[export(skip)]
            pub fn generic<T>(&self, value: T) -> T {
                value
            }

            pub(crate) fn not_public(self) {}
        }
    }
}

#[aro_export]
fn store() -> Option<inner::deep::Store> {
    None
}

macro_rules! exported {
    ($($name:ident $ty:ty),*) => {$(
        #[aro_export]
        fn $name(value: $ty) -> Option<$ty> {
            Some(value)
        }
    )*};
}

exported!(first i32, second f32, third Point);

fn main() {
    let _ = (constant(1), inner::deep::Store::LIMIT);
}
