//! The ways in which the same JSON may be written.

use proptest::prelude::*;

use super::nodes::Node;

/// How a text is written: with which whitespace, and with which optional escapes.
#[derive(Clone, Debug)]
pub(crate) struct Formatting {
    whitespace: Whitespace,
    escapes: bool,
    slashes: bool,
    choices: Vec<u8>,
    at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Whitespace {
    None,
    /// One space after each comma and colon.
    OneSpace,
    /// Any whitespace, wherever the grammar allows it.
    Any,
}

pub(crate) fn formatting() -> impl Strategy<Value = Formatting> {
    let whitespace =
        prop_oneof![3 => Just(Whitespace::None), 2 => Just(Whitespace::OneSpace), 3 => Just(Whitespace::Any)];
    (whitespace, prop::bool::weighted(0.3), any::<bool>(), prop::collection::vec(any::<u8>(), 1..40))
        .prop_map(|(whitespace, escapes, slashes, choices)| Formatting { whitespace, escapes, slashes, choices, at: 0 })
}

/// As hosts write it.
pub(crate) fn plain(node: &Node) -> String {
    Formatting { whitespace: Whitespace::None, escapes: false, slashes: true, choices: vec![0], at: 0 }.write(node)
}

impl Formatting {
    pub(crate) fn write(mut self, node: &Node) -> String {
        let mut out = String::new();
        self.value(&mut out, node);
        out
    }

    fn choice(&mut self) -> u8 {
        self.at = (self.at + 1) % self.choices.len();
        self.choices[self.at]
    }

    fn write_whitespace(&mut self, out: &mut String) {
        if self.whitespace == Whitespace::Any {
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
        if self.whitespace == Whitespace::OneSpace {
            out.push(' ');
        }
    }

    fn value(&mut self, out: &mut String, node: &Node) {
        self.write_whitespace(out);
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
                self.write_whitespace(out);
                out.push(']');
            }
            Node::Object(members) => {
                out.push('{');
                for (index, (key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        self.separator(out, ',');
                    }
                    self.write_whitespace(out);
                    self.text(out, key);
                    self.write_whitespace(out);
                    self.separator(out, ':');
                    self.value(out, value);
                }
                self.write_whitespace(out);
                out.push('}');
            }
        }
        self.write_whitespace(out);
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
