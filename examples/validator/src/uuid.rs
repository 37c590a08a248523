//! UUIDs.

use aro_sdk::prelude::*;

#[derive(Debug, PartialEq, Serialize)]
struct UuidCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    version: Option<u8>,
}

/// Checks that a value is a UUID, and tells its version.
///
/// Accepted is the text form of RFC 9562, 8-4-4-4-12 hexadecimal digits in either case; without
/// hyphens, in braces or with `urn:uuid:` in front it is not valid. `version` is a number from 1 to
/// 8, and missing for a UUID that has none, such as the nil UUID or one of an older layout.
#[aro_action(verbs = ["ValidateUUID", "CheckUUID"], prepositions = ["from", "with"], name = "ValidateUUID")]
fn validate_uuid(value: &str) -> UuidCheck<'_> {
    let valid = is_uuid(value.as_bytes());
    UuidCheck { valid, value, kind: "uuid", version: if valid { version(value.as_bytes()) } else { None } }
}

fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The digit at the head of the third group, if the head of the fourth says that this is where the
/// version stands.
fn version(uuid: &[u8]) -> Option<u8> {
    match (uuid[14], uuid[19]) {
        (digit @ b'1'..=b'8', b'8' | b'9' | b'a' | b'b' | b'A' | b'B') => Some(digit - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed() {
        for (value, version) in [
            ("c232ab00-9414-11ec-b3c8-9f6bdeced846", Some(1)),
            ("000003e8-cbb9-21ea-b201-00045a86c8a1", Some(2)),
            ("5df41881-3aed-3515-88a7-2f4a814cf09e", Some(3)),
            ("919108f7-52d1-4320-9bac-f847db4148a8", Some(4)),
            ("919108F7-52D1-4320-9BAC-F847DB4148A8", Some(4)),
            ("919108F7-52D1-4320-ABAC-F847DB4148A8", Some(4)),
            ("2ed6657d-e927-568b-95e1-2665a8aea6a2", Some(5)),
            ("1ec9414c-232a-6b00-b3c8-9f6bdeced846", Some(6)),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", Some(7)),
            ("2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", Some(8)),
            ("2489e9ad-2ee2-9e00-8ec9-32d5f69181c0", None),
            ("2489e9ad-2ee2-0e00-8ec9-32d5f69181c0", None),
            ("919108f7-52d1-4320-7bac-f847db4148a8", None),
            ("919108f7-52d1-4320-cbac-f847db4148a8", None),
            ("00000000-0000-0000-0000-000000000000", None),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", None),
        ] {
            let check = validate_uuid(value);
            assert_eq!((check.valid, check.version), (true, version), "{value}");
        }
    }

    #[test]
    fn malformed() {
        for value in [
            "",
            "919108f7-52d1-4320-9bac-f847db4148a",
            "919108f7-52d1-4320-9bac-f847db4148a8a",
            "919108f7-52d1-4320-9bac-f847db4148ag",
            "919108f752d143209bacf847db4148a8",
            "919108f75-2d1-4320-9bac-f847db4148a8",
            "919108f7-52d1-4320-9bac+f847db4148a8",
            "{919108f7-52d1-4320-9bac-f847db4148a8}",
            "urn:uuid:919108f7-52d1-4320-9bac-f847db4148a8",
            " 919108f7-52d1-4320-9bac-f847db4148a8",
            "919108f7-52d1-4320-9bac-f847db4148ä",
            "------------------------------------",
        ] {
            let check = validate_uuid(value);
            assert_eq!((check.valid, check.version), (false, None), "{value:?}");
        }
    }

    #[test]
    fn the_answer() {
        let value = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        let json = serde_json::to_value(validate_uuid(value)).unwrap();
        assert_eq!(json, serde_json::json!({ "valid": true, "value": value, "type": "uuid", "version": 7 }));
    }
}
