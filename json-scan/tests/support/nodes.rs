//! Random JSON.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// JSON as it is written: an object may have a key twice, and a scalar is kept as its text.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Scalar(String),
    Text(String),
    List(Vec<Node>),
    Object(Members),
}

pub(crate) type Members = Vec<(String, Node)>;

const WORDS: [&str; 12] =
    ["null", "true", "false", "0", "-0", "-1", "1.0", "0.1e-7", "1E5", "18446744073709551615", "10", "2.5E+3"];

fn scalar() -> impl Strategy<Value = Node> {
    let text = prop_oneof![
        3 => select(&WORDS[..]).prop_map(str::to_owned),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| serde_json::json!(number).to_string()),
        1 => "-?[1-9][0-9]{0,80}".prop_map(|digits| digits),
    ];
    text.prop_map(Node::Scalar)
}

pub(crate) fn node() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![4 => scalar(), 3 => text().prop_map(Node::Text), 1 => descriptor()];
    leaf.prop_recursive(4, 12, 4, |inner| {
        prop_oneof![
            6 => prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List),
            1 => prop::collection::vec(inner.clone(), 12..20).prop_map(Node::List),
            6 => prop::collection::vec((key(), inner), 0..4).prop_map(Node::Object),
        ]
    })
}

pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z\\\\\"/{}\\[\\]:,é\u{1F600}\\n\\x00]{0,12}",
        3 => "[a-z@. ]{0,70}",
        1 => "[ -~é\u{2028}\u{1F600}]{25,140}",
        1 => at_block_end(),
        1 => "[a-z ]{64,400}",
        1 => "[ -~é\n\\\\\"]{64,400}",
    ]
}

/// Strings that end around the end of a block.
fn at_block_end() -> impl Strategy<Value = String> {
    let count = prop_oneof![13..18usize, 29..35usize, 55..67usize, 76..84usize, 125..131usize];
    (count, "[\\\\\"aé]{0,3}").prop_map(|(count, end)| "a".repeat(count) + &end)
}

const KEYS: [&str; 16] = [
    "_with",
    "data",
    "object",
    "source",
    "base",
    "value",
    "a",
    "",
    "result",
    "specifiers",
    "preposition",
    "_context",
    "_wit",
    "_with2",
    "a_key_of_many_bytes",
    "_expression_",
];

pub(crate) fn key() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(&KEYS[..]).prop_map(str::to_owned),
        2 => "[a\\\\\"/é\u{1F600}\\n]{0,4}",
        2 => "[a-z_]{0,80}",
        1 => "[a-zé\u{1F600}]{0,60}",
        1 => "[a-z{}\\[\\]:, ]{50,70}",
        1 => "[a-z]{50,200}",
        1 => text(),
    ]
}

/// An object like a descriptor.
fn descriptor() -> impl Strategy<Value = Node> {
    (text(), prop::collection::vec(text(), 0..3), any::<bool>()).prop_map(|(base, specifiers, reversed)| {
        let specifiers = Node::List(specifiers.into_iter().map(Node::Text).collect());
        let mut members = vec![("base".to_owned(), Node::Text(base)), ("specifiers".to_owned(), specifiers)];
        if reversed {
            members.reverse();
        }
        Node::Object(members)
    })
}

/// Members. The nested key occurs among them never, once or several times, with a value of `inner`
/// or with any other value.
fn members(nested: &'static str, inner: impl Strategy<Value = Node> + 'static) -> impl Strategy<Value = Members> {
    let inner = prop_oneof![4 => inner.boxed(), 1 => node().boxed()];
    let count = prop_oneof![12 => 0..4usize, 2 => 11..15usize, 1 => 20..45usize];
    let others = count.prop_flat_map(|count| prop::collection::vec((key(), node()), count));
    let withs = prop_oneof![1 => Just(0), 6 => Just(1), 2 => Just(2), 1 => Just(3)]
        .prop_flat_map(move |count| prop::collection::vec((inner.clone(), any::<Index>()), count));
    (others, withs).prop_map(move |(mut members, withs)| {
        for (with, at) in withs {
            members.insert(at.index(members.len() + 1), (nested.to_owned(), with));
        }
        members
    })
}

/// Up to three objects, nested in one another under `nested`.
pub(crate) fn envelope(nested: &'static str) -> impl Strategy<Value = Node> {
    let inner = members(nested, node()).prop_map(Node::Object);
    members(nested, members(nested, inner).prop_map(Node::Object)).prop_map(Node::Object)
}

/// How a copy of a value is changed.
#[derive(Clone, Copy, Debug)]
enum Alteration {
    Nothing,
    /// Its end is longer, shorter or different.
    End,
    Start,
    /// It is inside this many lists.
    Lists(usize),
}

fn alteration() -> impl Strategy<Value = Alteration> {
    prop_oneof![
        6 => Just(Alteration::Nothing),
        1 => Just(Alteration::End),
        1 => Just(Alteration::Start),
        1 => (1..4usize).prop_map(Alteration::Lists),
        1 => (120..128usize).prop_map(Alteration::Lists),
    ]
}

fn altered(value: &Node, alteration: Alteration, seed: usize) -> Node {
    match (value, alteration) {
        (_, Alteration::Nothing) => value.clone(),
        (_, Alteration::Lists(depth)) => (0..depth).fold(value.clone(), |inner, _| Node::List(vec![inner])),
        (Node::Text(text), Alteration::End) => {
            let mut text = text.clone();
            match seed % 3 {
                0 => text.push('x'),
                1 => drop(text.pop()),
                _ => text.push('é'),
            }
            Node::Text(text)
        }
        (Node::Text(text), Alteration::Start) => Node::Text(format!("é{text}")),
        (Node::List(items), Alteration::End) => Node::List(items[..items.len().saturating_sub(1)].to_vec()),
        (Node::List(items), Alteration::Start) => Node::List(items.iter().skip(1).cloned().collect()),
        (Node::Object(members), Alteration::End) => Node::Object(members[..members.len().saturating_sub(1)].to_vec()),
        (Node::Object(members), Alteration::Start) => Node::Object(members.iter().skip(1).cloned().collect()),
        (Node::Scalar(_), _) => Node::Scalar("12".to_owned()),
    }
}

/// A value that is long enough to be remembered as repeated.
fn long_node() -> impl Strategy<Value = Node> {
    prop_oneof![
        2 => "[a-z ]{100,400}".prop_map(Node::Text),
        1 => "[a-zé\\\\\"\n]{100,400}".prop_map(Node::Text),
        1 => prop::collection::vec(node(), 8..20).prop_map(Node::List),
        1 => prop::collection::vec((key(), node()), 8..20).prop_map(Node::Object),
        1 => (60..126usize, text()).prop_map(|(depth, text)| altered(&Node::Text(text), Alteration::Lists(depth), 0)),
    ]
}

/// A few values, each of which occurs several times, with and without a change.
pub(crate) fn with_copies() -> impl Strategy<Value = Node> {
    let position = (any::<Index>(), alteration(), key(), 0..3usize);
    let values = prop::collection::vec(long_node(), 1..4);
    (values, prop::collection::vec(position, 1..16)).prop_map(|(values, positions)| {
        let mut levels = [vec![], vec![], vec![]];
        for (seed, (value, alteration, key, level)) in positions.into_iter().enumerate() {
            levels[level].push((key, altered(&values[value.index(values.len())], alteration, seed)));
        }
        let [top, mut with, inner] = levels;
        with.insert(with.len() / 2, ("_with".to_owned(), Node::Object(inner)));
        let mut members = top;
        members.insert(members.len() / 2, ("_with".to_owned(), Node::Object(with)));
        Node::Object(members)
    })
}
