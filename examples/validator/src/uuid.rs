//! UUIDs.

use aro_sdk::prelude::*;

#[derive(Debug, PartialEq, Serialize)]
struct UuidCheck<'a> {
    valid: bool,
    value: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
    version: Option<&'a str>,
}

/// Checks that a value is a UUID, and returns its version.
///
/// It accepts the text form of RFC 9562, 8-4-4-4-12 hexadecimal digits in either case; without
/// hyphens, in braces or with `urn:uuid:` before it, it is not valid. `version` is the first digit
/// of the third group, as a string; it is absent if the value is not valid.
#[aro_action(verbs = ["ValidateUUID", "CheckUUID"], prepositions = ["from", "with"], name = "ValidateUUID")]
fn validate_uuid(value: &str) -> UuidCheck<'_> {
    let valid = is_uuid(value.as_bytes());
    UuidCheck { valid, value, kind: "uuid", version: if valid { value.get(14..15) } else { None } }
}

fn is_uuid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed() {
        for (value, version) in [
            ("c232ab00-9414-11ec-b3c8-9f6bdeced846", "1"),
            ("000003e8-cbb9-21ea-b201-00045a86c8a1", "2"),
            ("5df41881-3aed-3515-88a7-2f4a814cf09e", "3"),
            ("919108f7-52d1-4320-9bac-f847db4148a8", "4"),
            ("919108F7-52D1-4320-9BAC-F847DB4148A8", "4"),
            ("919108F7-52D1-4320-ABAC-F847DB4148A8", "4"),
            ("2ed6657d-e927-568b-95e1-2665a8aea6a2", "5"),
            ("1ec9414c-232a-6b00-b3c8-9f6bdeced846", "6"),
            ("017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "7"),
            ("2489e9ad-2ee2-8e00-8ec9-32d5f69181c0", "8"),
            ("2489e9ad-2ee2-9e00-8ec9-32d5f69181c0", "9"),
            ("2489e9ad-2ee2-0e00-8ec9-32d5f69181c0", "0"),
            ("919108f7-52d1-4320-7bac-f847db4148a8", "4"),
            ("919108f7-52d1-4320-cbac-f847db4148a8", "4"),
            ("00000000-0000-0000-0000-000000000000", "0"),
            ("ffffffff-ffff-ffff-ffff-ffffffffffff", "f"),
        ] {
            let check = validate_uuid(value);
            assert_eq!((check.valid, check.version), (true, Some(version)), "{value}");
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
        assert_eq!(json, serde_json::json!({ "valid": true, "value": value, "type": "uuid", "version": "7" }));
    }
}
