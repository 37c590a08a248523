//! The envelopes, as hosts write them (docs/abi.md, sections 2 and 3).

use aro_abi::HostPath;
use aro_abi::envelope::{ActionInput, Descriptor, Members};
use serde_json::{Value, json};

use crate::envelopes;

/// The envelope of this name, as JSON.
///
/// # Panics
///
/// If there is none of this name.
#[must_use]
pub fn payload(name: &str) -> String {
    if let Some(envelope) = envelopes::envelope(name) {
        return envelope;
    }
    let email = json!("alice.wonderland@mail.example.com");
    let card = json!("4111 1111 1111 1111");
    let eager = |name, value: &Value| envelope(HostPath::Eager, name, value, None);
    let payload = match name {
        "email-eager" => eager("email", &email),
        "email-lazy" | "email-legacy" => envelope(HostPath::LegacyManaged, "email", &email, None),
        "email-plain" => json!({ "value": email }),
        "card-eager" => eager("card", &card),
        "card-lazy" | "card-legacy" => envelope(HostPath::LegacyManaged, "card", &card, None),
        "card-plain" => json!({ "value": card }),
        "empty" => json!({}),
        "csv-10k" => eager("text", &csv(320)),
        "csv-1m" => eager("text", &csv(32_000)),
        "rows-1000" => envelope(HostPath::Eager, "rows", &rows(), Some(Members::new().set("above", "50"))),
        "string-1m" => eager("text", &words(1 << 20).into()),
        "string-16m" => eager("text", &words(16 << 20).into()),
        other => panic!("no payload is called {other}"),
    };
    // Hosts escape a slash.
    payload.to_string().replace('/', "\\/")
}

/// The envelope of a statement, with its members sorted by name, so that the counts of the calls do
/// not depend on the order in which the builder sets them.
fn envelope(path: HostPath, name: &str, value: &Value, with: Option<Members>) -> Value {
    let statement = ActionInput::variable(name).value(value.to_string()).result(Descriptor::new("r"));
    let statement = match with {
        Some(with) => statement.with(with),
        None => statement,
    };
    serde_json::from_str(&statement.envelope(path).to_string()).expect("the builder writes JSON")
}

fn csv(rows: usize) -> Value {
    let mut text = String::from("id,name,city,amount\n");
    for row in 0..rows {
        text += &format!("{row},person {row},town {},{}.5\n", row % 50, row * 3);
    }
    text.into()
}

fn rows() -> Value {
    (0..1000)
        .map(|row| json!({ "id": row, "name": format!("product {row}"), "price": f64::from(row * 137 % 10_000) / 100.0, "tags": ["a", "b"], "stock": row % 7 }))
        .collect()
}

/// A string of this many bytes, without quotes.
pub(crate) fn words(bytes: usize) -> String {
    let words = "lorem ipsum dolor sit amet ";
    let mut text = words.repeat(bytes / words.len() + 1);
    text.truncate(bytes);
    text
}

/// The kinds of unused values in an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filler {
    /// One long string.
    Text,
    /// A string of lines, with two escapes in every thirty bytes.
    Lines,
    /// A string in which about every fourth letter is not ASCII.
    Umlauts,
    /// A list of objects.
    Objects,
    /// A list of numbers.
    Numbers,
}

impl Filler {
    /// All of them, with their names in tables.
    pub const ALL: [(Filler, &str); 5] = [
        (Filler::Text, "a string"),
        (Filler::Lines, "a string with escapes"),
        (Filler::Umlauts, "a string that is not ASCII"),
        (Filler::Objects, "a list of objects"),
        (Filler::Numbers, "a list of numbers"),
    ];

    /// The exact length that an unused value of about `bytes` adds to the envelope.
    #[must_use]
    pub fn added(self, bytes: usize) -> usize {
        email_with(self, bytes).len() - email_with(self, 0).len()
    }

    /// The length that the copies add to the envelope.
    #[must_use]
    pub fn copied(self, bytes: usize) -> usize {
        email_with_copies(self, bytes).len() - email_with(self, bytes).len()
    }

    /// JSON of about this many bytes.
    fn json(self, bytes: usize) -> String {
        let repeated = |text: &str| text.repeat(bytes / text.len());
        match self {
            Filler::Text => format!("\"{}\"", repeated("lorem ipsum dolor sit amet ")),
            Filler::Lines => format!("\"{}\"", lines(bytes)),
            Filler::Umlauts => format!("\"{}\"", repeated("für größere Bäume: ölen ")),
            Filler::Objects => {
                let row = r#"{"id":17,"name":"product 17","price":22.5,"tags":["a","b"],"in_stock":true},"#;
                format!("[{}0]", repeated(row))
            }
            Filler::Numbers => format!("[{}0]", repeated("17,3.25,-1,100000,")),
        }
    }
}

/// Lines, escaped as in a JSON string.
pub(crate) fn lines(bytes: usize) -> String {
    let line = "lorem ipsum \\/ dolor sit amet\\n";
    line.repeat(bytes / line.len())
}

/// The eager envelope of an e-mail, with an unused `_context` of about this many bytes.
pub(crate) fn email_with(filler: Filler, bytes: usize) -> String {
    let envelope = payload("email-eager");
    if bytes == 0 {
        return envelope;
    }
    format!("{{\"_context\":{},{}", filler.json(bytes), envelope.strip_prefix('{').expect("an object"))
}

/// The same, with copies of `_context` under other keys, as hosts repeat a value under several
/// keys.
pub(crate) fn email_with_copies(filler: Filler, bytes: usize) -> String {
    let copies: Vec<_> = (1..=COPIES).map(|copy| format!("\"_copy{copy}\":{}", filler.json(bytes))).collect();
    let envelope = email_with(filler, bytes);
    format!("{{{},{}", copies.join(","), envelope.strip_prefix('{').expect("an object"))
}

/// The number of copies of the unused value.
const COPIES: usize = 4;

/// An envelope with one string of this many bytes.
pub(crate) fn plain(bytes: usize) -> String {
    format!("{{\"data\":\"{}\"}}", words(bytes))
}

/// An envelope with one list of rows, of about this many bytes.
pub(crate) fn numbered_rows(bytes: usize) -> String {
    let row = r#"{"id":17,"name":"product 17","price":22.5,"tags":["a","b"],"stock":3},"#;
    format!("{{\"data\":[{}{{}}]}}", row.repeat(bytes / row.len()))
}
