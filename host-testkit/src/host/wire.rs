//! JSON as the hosts write it.

use std::io::{self, Write};

use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes `/` as `\/` and a whole double as an integer, as the hosts' own serialiser does (ABI,
/// section 3).
struct Host;

impl Formatter for Host {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, after)) = rest.split_once('/') {
            CompactFormatter.write_string_fragment(writer, before)?;
            writer.write_all(b"\\/")?;
            rest = after;
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }

    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        if value.fract() == 0.0 && value.abs() < 1e15 {
            return write!(writer, "{value:.0}");
        }
        CompactFormatter.write_f64(writer, value)
    }
}

/// The value as JSON.
pub(crate) fn text(value: &Value) -> String {
    let mut bytes = Vec::new();
    let mut serializer = Serializer::with_formatter(&mut bytes, Host);
    // A `Value` has string keys and is written into memory, so neither can fail.
    let written = serde::Serialize::serialize(value, &mut serializer);
    debug_assert!(written.is_ok());
    String::from_utf8(bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    #[test]
    fn slashes_are_escaped_and_whole_doubles_are_integers() {
        let value = json!({ "a/b": ["/x/", 2.0, -3.0, 2.5, 1e300, i64::MAX, u64::MAX, "ä\n\"\\"] });
        let expected =
            "{\"a\\/b\":[\"\\/x\\/\",2,-3,2.5,1e+300,9223372036854775807,18446744073709551615,\"ä\\n\\\"\\\\\"]}";
        assert_eq!(super::text(&value), expected);
    }
}
