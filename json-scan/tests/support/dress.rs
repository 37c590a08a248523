//! The ways in which JSON may be written.

use proptest::prelude::*;

use super::nodes::Node;

/// How a text is written: with whitespace wherever the grammar allows it, with escapes that need
/// not be.
#[derive(Clone, Debug)]
pub(crate) struct Dress {
    blanks: Blanks,
    escapes: bool,
    slashes: bool,
    choices: Vec<u8>,
    at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Blanks {
    None,
    /// One after each comma and colon.
    Usual,
    /// Any number of any kind, everywhere.
    Any,
}

pub(crate) fn dress() -> impl Strategy<Value = Dress> {
    let blanks = prop_oneof![3 => Just(Blanks::None), 2 => Just(Blanks::Usual), 3 => Just(Blanks::Any)];
    (blanks, prop::bool::weighted(0.3), any::<bool>(), prop::collection::vec(any::<u8>(), 1..40))
        .prop_map(|(blanks, escapes, slashes, choices)| Dress { blanks, escapes, slashes, choices, at: 0 })
}

/// As hosts write it.
pub(crate) fn plain(node: &Node) -> String {
    Dress { blanks: Blanks::None, escapes: false, slashes: true, choices: vec![0], at: 0 }.write(node)
}

impl Dress {
    pub(crate) fn write(mut self, node: &Node) -> String {
        let mut out = String::new();
        self.value(&mut out, node);
        out
    }

    fn choice(&mut self) -> u8 {
        self.at = (self.at + 1) % self.choices.len();
        self.choices[self.at]
    }

    fn blank(&mut self, out: &mut String) {
        if self.blanks == Blanks::Any {
            let choice = usize::from(self.choice());
            let count = match choice >> 3 {
                31 => 150,
                30 => 64,
                count => count / 2,
            };
            match choice % 8 {
                0..4 => {}
                kind => out.push_str(&[" ", "\n", "\t", "\r"][kind - 4].repeat(count)),
            }
        }
    }

    fn separator(&mut self, out: &mut String, separator: char) {
        out.push(separator);
        if self.blanks == Blanks::Usual {
            out.push(' ');
        }
    }

    fn value(&mut self, out: &mut String, node: &Node) {
        self.blank(out);
        match node {
            Node::Scalar(text) => out.push_str(text),
            Node::Text(text) => self.text(out, text),
            Node::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.separator(out, ',');
                    }
                    self.value(out, item);
                }
                self.blank(out);
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        self.separator(out, ',');
                    }
                    self.blank(out);
                    self.text(out, key);
                    self.blank(out);
                    self.separator(out, ':');
                    self.value(out, value);
                }
                self.blank(out);
                out.push('}');
            }
        }
        self.blank(out);
    }

    fn text(&mut self, out: &mut String, text: &str) {
        out.push('"');
        for c in text.chars() {
            if self.escapes && self.choice() % 4 == 0 {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            } else if self.slashes && c == '/' {
                out.push_str("\\/");
            } else {
                let quoted = serde_json::to_string(&c).expect("a character is JSON");
                out.push_str(&quoted[1..quoted.len() - 1]);
            }
        }
        out.push('"');
    }
}
