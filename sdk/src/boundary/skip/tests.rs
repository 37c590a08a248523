//! Each function against an oracle that looks at one byte after the other, and each of its paths by itself.

use proptest::prelude::*;

use super::*;

fn naive_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut here = at;
    loop {
        match bytes.get(here)? {
            b'"' => return Some(here + 1),
            b'\\' => here += 2,
            _ => here += 1,
        }
    }
}

fn naive_plain_string_end(bytes: &[u8], at: usize) -> Option<usize> {
    for (index, byte) in bytes.iter().enumerate().skip(at) {
        match byte {
            b'"' => return Some(index + 1),
            b'\\' | 0..0x20 => return None,
            _ => {}
        }
    }
    None
}

fn naive_container_end(bytes: &[u8], at: usize, depth: u32, limit: u32) -> Option<usize> {
    let mut open = 0;
    let mut here = at;
    loop {
        let byte = *bytes.get(here)?;
        here += 1;
        match byte {
            b'"' => here = naive_string_end(bytes, here)?,
            b'\\' => return None,
            b'{' | b'[' => {
                open += 1;
                if open + depth >= limit {
                    return None;
                }
            }
            b'}' | b']' => {
                open -= 1;
                if open == 0 {
                    return Some(here);
                }
            }
            _ => {}
        }
    }
}

/// All paths to a container's end.
fn container_ends(bytes: &[u8], at: usize, depth: u32, limit: u32) -> Vec<(&'static str, Option<usize>)> {
    let mut ends = vec![("together", blocks::container_end(bytes, at, depth, limit))];
    ends.extend(blocks::every_path(bytes, at, limit - depth));
    ends
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let text = String::from_utf8_lossy(bytes);
    for at in 0..=bytes.len() + 2 {
        prop_assert_eq!(string_end(bytes, at), naive_string_end(bytes, at), "string at {} of {:?}", at, text);
        for (path, end) in blocks::every_path_of_a_string(bytes, at) {
            prop_assert_eq!(end, naive_string_end(bytes, at), "{}: string at {} of {:?}", path, at, text);
        }
        prop_assert_eq!(
            plain_string_end(bytes, at),
            naive_plain_string_end(bytes, at),
            "plain at {} of {:?}",
            at,
            text
        );
        if let Some(b'{' | b'[') = bytes.get(at) {
            for (depth, limit) in [(1, 128), (3, 128), (1, 4)] {
                let expected = naive_container_end(bytes, at, depth, limit);
                for (path, end) in container_ends(bytes, at, depth, limit) {
                    prop_assert_eq!(end, expected, "{} at {} of {:?}", path, at, text);
                }
            }
        }
    }
    Ok(())
}

/// Runs of one kind, so that strings, escapes and brackets meet the ends of blocks.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec!["\"", "\\", "\\\\", "\\\"", "{", "}", "[", "]"]).prop_map(|piece| piece.as_bytes().to_vec()),
        2 => (prop::sample::select(&b"a {\\\"\x01\x7f\xc3"[..]), prop_oneof![0..4usize, 13..18usize, 29..35usize, 60..68usize])
            .prop_map(|(byte, count)| vec![byte; count]),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A container that balances, with long strings full of escapes, and something behind it.
fn container() -> impl Strategy<Value = Vec<u8>> {
    let string = prop::collection::vec(
        prop_oneof![
            3 => "[a-z{}\\[\\]:,é]{0,40}",
            1 => "[ -!#-\\[\\]-~]{60,140}",
            3 => prop::sample::select(&["\\\"", "\\\\", "\\n", "\\\\\\\"", "\\\\\\\\"][..]).prop_map(str::to_owned),
        ],
        0..5,
    )
    .prop_map(|parts| format!("\"{}\"", parts.concat()));
    let leaf = prop_oneof![string.clone(), Just("1".to_owned()), " {0,33}".prop_map(|blanks| format!("{blanks}null"))];
    let value = leaf.prop_recursive(6, 40, 5, move |inner| {
        let member = (string.clone(), inner.clone()).prop_map(|(key, value)| format!("{key}:{value}"));
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..5).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    });
    (value, "[\\]}\", ]{0,4}").prop_map(|(value, behind)| format!("[{value}]{behind}").into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::json::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_path_finds_the_ends_that_a_look_at_each_byte_finds(bytes in soup()) {
        check(&bytes)?;
    }

    #[test]
    fn containers_of_many_blocks_end_where_their_last_bracket_stands(bytes in container()) {
        prop_assert!(naive_container_end(&bytes, 0, 1, 128).is_some());
        for (path, end) in container_ends(&bytes, 0, 1, 128) {
            prop_assert_eq!(end, naive_container_end(&bytes, 0, 1, 128), "{} of {:?}", path, String::from_utf8_lossy(&bytes));
        }
    }

    /// Some values, whole or cut short, in an order in which they come again and again; depths at which some are too deep.
    #[test]
    fn a_value_that_comes_again_ends_where_it_would_if_it_had_not_been_seen(
        values in prop::collection::vec(prop_oneof![container(), soup(), Just(b"\"a string\"".to_vec())], 1..4),
        order in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..4_u32), 1..12),
        limit in 4..12_u32,
        turned in prop::bool::weighted(0.1),
    ) {
        let mut text = Vec::new();
        let mut places = Vec::new();
        for (value, cut, depth) in order {
            let value = &values[value.index(values.len())];
            places.push((text.len(), depth));
            text.extend_from_slice(&value[..value.len() - cut.index(2 * value.len() + 1).min(value.len())]);
        }
        let mut seen = Seen::new(&text);
        if turned {
            places.reverse();
        }
        for (at, depth) in places {
            let (found, alone) = match text.get(at) {
                Some(b'"') => (seen.end(at, depth, limit), naive_string_end(&text, at + 1)),
                Some(b'{' | b'[') => (seen.end(at, depth, limit), naive_container_end(&text, at, depth, limit)),
                _ => continue,
            };
            prop_assert_eq!(found, alone, "at {} of {:?}", at, String::from_utf8_lossy(&text));
        }
        check_copies(&text, seen.copies())?;
    }
}

/// What unsafe code leans on, here also where values were not asked for in their order.
fn check_copies(text: &[u8], copies: &[(usize, usize)]) -> Result<(), TestCaseError> {
    let mut until = 0;
    for &(at, end) in copies {
        prop_assert!(until <= at && at < end && end <= text.len(), "{:?}", copies);
        prop_assert!(text[at].is_ascii() && text[end - 1].is_ascii());
        until = end;
        let touches = |from: usize| copies.iter().any(|(copy, behind)| from < *behind && from + end - at > *copy);
        let mut before = (0..at).filter(|from| from + end - at <= at && !touches(*from));
        prop_assert!(before.any(|from| text[from..from + end - at] == text[at..end]), "{} of {:?}", at, copies);
    }
    Ok(())
}

/// An escape, a closing quote and a bracket, each at every place around the ends of blocks.
#[test]
fn block_ends_are_like_every_other_place() {
    for length in 0..140 {
        for special in ["", "\\\"", "\\\\", "\\\\\\\"", "\\n", "\x01"] {
            for behind in ["\"]", "\"}", "\\\"]", "\"", ""] {
                let text = format!("[\"{}{special}{behind} ]", "a".repeat(length));
                check_here(text.as_bytes());
                let text = format!("[{}\"{special}{behind} ]", " ".repeat(length));
                check_here(text.as_bytes());
            }
        }
    }
}

fn check_here(bytes: &[u8]) {
    for at in [0, 1, 2] {
        assert_eq!(string_end(bytes, at), naive_string_end(bytes, at));
        assert_eq!(plain_string_end(bytes, at), naive_plain_string_end(bytes, at));
    }
    for (path, end) in container_ends(bytes, 0, 1, 128) {
        assert_eq!(end, naive_container_end(bytes, 0, 1, 128), "{path} of {:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn nesting_is_counted_in_every_path() {
    for depth in 1..4 {
        for height in 120..130 {
            let text = format!("{}{}", "[{".repeat(height / 2), "}]".repeat(height / 2));
            for (path, end) in container_ends(text.as_bytes(), 0, depth, 128) {
                let fits = height / 2 * 2 + depth as usize <= 127;
                assert_eq!(end, fits.then_some(text.len()), "{path}: {height} in {depth}");
            }
        }
    }
}

#[test]
fn a_backslash_outside_of_strings_is_refused_wherever_it_stands() {
    for before in 0..140 {
        let text = format!("[{}\\\"]\"]", " ".repeat(before));
        for (path, end) in container_ends(text.as_bytes(), 0, 1, 128) {
            assert_eq!(end, None, "{path}: {text}");
        }
        // What stands behind the container is not its own.
        let text = format!("[{}]\\\"", " ".repeat(before));
        for (path, end) in container_ends(text.as_bytes(), 0, 1, 128) {
            assert_eq!(end, Some(before + 2), "{path}: {text}");
        }
    }
}

#[test]
fn what_a_json_string_cannot_hold_is_found_wherever_it_stands() {
    for length in 0..70 {
        let mut bytes = vec![0xc3; length];
        assert_eq!(first_special(&bytes), None);
        assert!(is_plain(&bytes));
        for at in 0..length {
            for special in [0, 0x1f, b'"', b'\\'] {
                bytes[at] = special;
                assert_eq!(first_special(&bytes), Some(at));
                assert!(!is_plain(&bytes), "{special} at {at} of {length}");
            }
            for plain in [b' ', 0x7f, 0x80, 0xff, b'!', b'#', b'[', b']'] {
                bytes[at] = plain;
                assert_eq!(first_special(&bytes), None);
                assert!(is_plain(&bytes));
            }
            bytes[at] = 0xc3;
        }
    }
}

#[test]
fn what_is_not_ascii_is_found_wherever_it_stands() {
    for length in (0..300).chain([511, 512, 513]) {
        let mut bytes = vec![b'a'; length];
        assert!(is_ascii(&bytes));
        for at in 0..length {
            for (byte, ascii) in [(0, true), (0x7f, true), (0x80, false), (0xff, false)] {
                bytes[at] = byte;
                assert_eq!(is_ascii(&bytes), ascii, "{byte} at {at} of {length}");
            }
            bytes[at] = b'a';
        }
    }
}

/// The members from `at` on that [`members`] may go over, as a look at each byte finds them.
fn naive_members(bytes: &[u8], at: usize) -> Vec<Member> {
    let mut found = Vec::new();
    let mut at = at;
    while let Some(member) = naive_member(bytes, at).filter(|member| member.tag != Tag::WITH) {
        at = member.value_end + 1;
        found.push(member);
        if bytes.get(at - 1) != Some(&b',') {
            break;
        }
    }
    found
}

fn naive_member(bytes: &[u8], at: usize) -> Option<Member> {
    if bytes.get(at) != Some(&b'"') {
        return None;
    }
    let key_end = naive_plain_string_end(bytes, at + 1)? - 1;
    let value = key_end + 2;
    let value_end = match bytes.get(value)? {
        _ if bytes[key_end + 1] != b':' => return None,
        b'"' => naive_string_end(bytes, value + 1)?,
        b'{' | b'[' => naive_container_end(bytes, value, 1, 128)?,
        _ => return None,
    };
    let tag = Tag::of(&bytes[at + 1..key_end]);
    Some(Member { tag, key: at + 1, value, value_end })
}

/// An object's members as hosts write them, now and then with something else among them.
fn plain_members() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        6 => prop::sample::select(vec!["data", "object", "result", "source", "preposition", "_with", "a", ""]).prop_map(str::to_owned),
        1 => "[a-zé\\\\\\x01 ]{0,70}",
    ];
    let text = || prop_oneof![4 => "[a-z@.]{0,40}", 1 => "[a-zé\\\\/\"\\x01]{0,90}", 1 => "[a-z]{200,300}"];
    let value = prop_oneof![
        4 => text().prop_map(|text| format!("\"{text}\"")),
        2 => text().prop_map(|base| format!("{{\"base\":\"{base}\",\"specifiers\":[]}}")),
        2 => text().prop_map(|base| format!("{{\"specifiers\":[],\"base\":\"{base}\"}}")),
        1 => prop::sample::select(vec!["1", "{}", "[\"a\"]", " \"a\""]).prop_map(str::to_owned),
    ];
    let member = (key, value).prop_map(|(key, value)| format!("\"{key}\":{value}"));
    (prop::collection::vec(member, 1..20), prop::sample::select(vec!["", "}", "}}", ", ", ",", ",\""]))
        .prop_map(|(members, end)| format!("{{{}{end}", members.join(",")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: crate::json::cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_of_members_is_what_a_look_at_each_byte_finds(text in plain_members(), cut in 0..40usize) {
        let bytes = &text.as_bytes()[..text.len() - cut.min(text.len() - 2)];
        let mut levels = [Level::new()];
        let place = members(bytes, Place { at: 1, level: 0, depth: 1, behind: false }, &mut levels, &mut Seen::new(bytes));
        let found = levels[0].members.parts().concat();
        let expected = naive_members(bytes, 1);
        // It may end the run earlier: at a long key or a control character.
        prop_assert_eq!(&found[..], &expected[..found.len().min(expected.len())], "{}", text);
        let end = found.last().map_or(0, |member| member.value_end);
        prop_assert_eq!(place.at as usize, end + usize::from(!place.behind), "{}", text);
        prop_assert!(place.behind || bytes[end] == b',' || found.is_empty(), "{}", text);
        #[cfg(target_arch = "x86_64")]
        if std::is_x86_feature_detected!("avx2") && let Some(next) = expected.get(found.len()) {
            let long = next.value - next.key > 30;
            let control = bytes[next.key..next.value_end].iter().any(|byte| *byte < b' ');
            prop_assert!(long || control, "{} was not gone over to the end: {:?}", text, next);
        }
    }
}
