//! The handles of one type's objects: which are valid, and what they mean.
//!
//! C copies handles as it likes, and passes old and foreign ones. So a handle is no address, but
//! two numbers that are checked:
//!
//! - The *slot* is a place in a table, and a generation. When the object in a place is freed, the
//!   place gets the next generation, so a handle of the old one is refused. A place whose
//!   generations are used up is never used again.
//! - The *tag* is a random number per type and per load of the library. So a handle of another
//!   type, of another library, or of another load of this one is refused. It is never zero, so a
//!   handle of zeros is refused as well.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use crate::error::{Error, Result};

/// An object of the library, as C has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Handle {
    slot: u64,
    tag: u64,
}

impl Handle {
    /// No handle: what a constructor that fails writes.
    pub const ZERO: Self = Self { slot: 0, tag: 0 };
}

/// The table of one type.
pub(super) struct Table<T> {
    /// The type, for messages.
    name: &'static str,
    tag: OnceLock<u64>,
    places: RwLock<Places<T>>,
}

struct Places<T> {
    all: Vec<Place<T>>,
    /// The indices of places without an object that can be used again.
    vacant: Vec<u32>,
}

struct Place<T> {
    generation: u32,
    object: Option<Arc<T>>,
}

const GENERATION_SHIFT: u32 = 32;

fn slot(index: u32, generation: u32) -> u64 {
    u64::from(generation) << GENERATION_SHIFT | u64::from(index)
}

/// Index and generation.
fn parts(slot: u64) -> (u32, u32) {
    // The casts take the lower and the upper half.
    (slot as u32, (slot >> GENERATION_SHIFT) as u32)
}

impl<T> Table<T> {
    pub(super) const fn new(name: &'static str) -> Self {
        Self { name, tag: OnceLock::new(), places: RwLock::new(Places { all: Vec::new(), vacant: Vec::new() }) }
    }

    /// The number in every handle of this type, in this load of the library.
    fn tag(&self) -> u64 {
        // `RandomState` has random keys, and other ones at each call.
        *self.tag.get_or_init(|| RandomState::new().hash_one(self.name) | 1)
    }

    /// Keeps an object.
    ///
    /// # Errors
    ///
    /// Code 8 when there are more than `u32::MAX` objects.
    pub(super) fn insert(&self, object: T) -> Result<Handle> {
        let object = Arc::new(object);
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        let index = match places.vacant.pop() {
            Some(index) => index,
            None => {
                let next = u32::try_from(places.all.len());
                let next = next.map_err(|_| Error::resource_exhausted(format!("too many {} objects", self.name)))?;
                places.all.push(Place { generation: 0, object: None });
                next
            }
        };
        let place = &mut places.all[index as usize];
        place.object = Some(object);
        Ok(Handle { slot: slot(index, place.generation), tag: self.tag() })
    }

    /// The object of a handle. It lives as long as the caller has it, also if it is freed
    /// meanwhile.
    ///
    /// # Errors
    ///
    /// Code 1 when this is no handle of this type, and code 7 when the object was freed.
    pub(super) fn get(&self, handle: Handle) -> Result<Arc<T>> {
        self.check_tag(handle)?;
        let (index, generation) = parts(handle.slot);
        let places = self.places.read().unwrap_or_else(PoisonError::into_inner);
        let place = places.all.get(index as usize).filter(|place| place.generation == generation);
        place.and_then(|place| place.object.clone()).ok_or_else(|| self.freed())
    }

    /// Takes an object out of the table, for the caller to drop.
    ///
    /// # Errors
    ///
    /// As for [`get`](Self::get).
    pub(super) fn remove(&self, handle: Handle) -> Result<Arc<T>> {
        self.check_tag(handle)?;
        let (index, generation) = parts(handle.slot);
        let mut places = self.places.write().unwrap_or_else(PoisonError::into_inner);
        let Places { all, vacant } = &mut *places;
        let place = all.get_mut(index as usize).filter(|place| place.generation == generation);
        let place = place.ok_or_else(|| self.freed())?;
        let object = place.object.take().ok_or_else(|| self.freed())?;
        if let Some(next) = place.generation.checked_add(1) {
            place.generation = next;
            vacant.push(index);
        }
        Ok(object)
    }

    fn check_tag(&self, handle: Handle) -> Result<()> {
        if handle.tag == self.tag() { Ok(()) } else { Err(self.foreign(handle)) }
    }

    #[cold]
    fn foreign(&self, handle: Handle) -> Error {
        let name = self.name;
        Error::invalid_input(match handle {
            Handle::ZERO => {
                format!("this is no handle of a {name}, all of it is zero: has the constructor failed?")
            }
            _ => format!(
                "this is no handle of a {name}: it is of another type, of another library, or of an earlier load of this library"
            ),
        })
    }

    #[cold]
    fn freed(&self) -> Error {
        Error::invalid_state(format!("the {} of this handle was freed", self.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_used_again_and_its_old_handle_is_refused() {
        let table = Table::new("Counter");
        let first = table.insert(1).unwrap();
        assert_eq!(*table.remove(first).unwrap(), 1);
        let second = table.insert(2).unwrap();
        assert_eq!(parts(first.slot).0, parts(second.slot).0);
        assert_eq!(table.get(first).unwrap_err().message(), "the Counter of this handle was freed");
        assert!(table.remove(first).is_err());
        assert_eq!(*table.get(second).unwrap(), 2);
    }

    #[test]
    fn a_place_whose_generations_are_used_up_is_never_used_again() {
        let table = Table::new("Counter");
        table.insert(1).unwrap();
        table.places.write().unwrap().all[0].generation = u32::MAX;
        let last = Handle { slot: slot(0, u32::MAX), tag: table.tag() };
        assert_eq!(*table.remove(last).unwrap(), 1);
        assert!(table.get(last).is_err());
        let next = table.insert(2).unwrap();
        assert_eq!(parts(next.slot), (1, 0));
        assert!(table.get(last).is_err());
    }

    #[test]
    fn a_handle_of_another_table_is_refused_whatever_its_slot() {
        let (one, other) = (Table::new("One"), Table::new("One"));
        let handle = one.insert(1).unwrap();
        other.insert(1).unwrap();
        assert!(other.get(handle).unwrap_err().message().contains("another type"));
        assert!(one.get(Handle::ZERO).unwrap_err().message().contains("all of it is zero"));
        for slot in [slot(1, 0), slot(u32::MAX, 0), slot(0, 1), u64::MAX] {
            assert!(one.get(Handle { slot, ..handle }).is_err());
        }
    }
}
