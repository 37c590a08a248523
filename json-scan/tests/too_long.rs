//! A text is refused if its positions do not fit into 32 bits.
#![cfg(all(unix, target_pointer_width = "64"))]

mod support;

use aro_json_scan::{Invalid, Key, MAX_LEN, ObjectIndex, index, index_with};
use support::agree::backends;
use support::mapping::Zeros;

#[test]
fn a_text_longer_than_the_limit_is_refused_unread() {
    let zeros = Zeros::new(MAX_LEN + 1);
    let key = Key::new("_with");
    for backend in backends() {
        let mut objects = [ObjectIndex::new()];
        assert_eq!(index_with(backend, zeros.bytes(), &key, &mut objects), Err(Invalid), "{backend:?}");
    }
    let mut objects = [ObjectIndex::new()];
    assert_eq!(index(zeros.bytes(), &key, &mut objects), Err(Invalid));
}

#[test]
fn positions_after_the_longest_text_fit_into_32_bits() {
    assert!(u32::try_from(MAX_LEN + 1000).is_ok());
}
