//! The SDK's scan, used as the SDK uses it.

use aro_abi::keys;
use aro_json_scan::{Key, ObjectIndex, find, index};

const WITH: Key<'_> = Key::new(keys::WITH);
const VALUE: Key<'_> = Key::new("value");
const SOURCE: Key<'_> = Key::new(keys::SOURCE);
const BASE: Key<'_> = Key::new("base");
const DATA: Key<'_> = Key::new(keys::DATA);

pub(crate) fn subject(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut objects = [ObjectIndex::new(), ObjectIndex::new(), ObjectIndex::new()];
    index(bytes, &WITH, &mut objects).ok()?;
    let [top, with, clean] = &objects;
    let named = [clean, top, with].into_iter().find_map(|object| object.get(bytes, &VALUE));
    let found = named.or_else(|| {
        let source = top.get(bytes, &SOURCE).and_then(|source| find(bytes, source.start, &BASE));
        let base = source.and_then(|base| text[base].strip_prefix('"')?.strip_suffix('"'));
        base.and_then(|base| top.get(bytes, &Key::of(base))).or_else(|| top.get(bytes, &DATA))
    })?;
    Some(text[found].to_owned())
}
