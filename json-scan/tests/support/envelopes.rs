//! Envelopes as hosts write them.

use proptest::prelude::*;
use proptest::sample::select;

use super::nodes::{Members, Node, key, node, text};

/// `ProbeIt the <r> from the <o>.` on the eager path.
pub(crate) const EAGER: &str = concat!(
    r#"{"object":"hello","data":"hello","result":{"base":"r","specifiers":[]},"preposition":"from","#,
    r#""source":{"base":"o","specifiers":[]},"o":"hello","_with":{"source":{"base":"o","specifiers":[]},"#,
    r#""preposition":"from","data":"hello","o":"hello","result":{"base":"r","specifiers":[]},"object":"hello"}}"#
);

/// As [`EAGER`], with specifiers.
pub(crate) const SPECIFIERS: &str = concat!(
    r#"{"object":{"a":{"b":1}},"preposition":"from","qualifier":"a","result":{"base":"r","specifiers":[]},"#,
    r#""source":{"base":"o","specifiers":["a","b"]},"_with":{"result":{"base":"r","specifiers":[]},"#,
    r#""o":{"a":{"b":1}},"source":{"base":"o","specifiers":["a","b"]},"qualifier":"a","preposition":"from","#,
    r#""object":{"a":{"b":1}},"data":{"a":{"b":1}}},"data":{"a":{"b":1}},"o":{"a":{"b":1}}}"#
);

/// As [`EAGER`], with an argument.
pub(crate) const ARGUMENTS: &str = concat!(
    r#"{"s":"hello","_with":{"_with":{"limit":5},"result":{"specifiers":[],"base":"r"},"#,
    r#""source":{"base":"s","specifiers":[]},"s":"hello","limit":5,"data":"hello","preposition":"from","#,
    r#""object":"hello"},"source":{"base":"s","specifiers":[]},"preposition":"from","#,
    r#""result":{"base":"r","specifiers":[]},"data":"hello","object":"hello","limit":5}"#
);

/// The lazy path.
pub(crate) const LAZY: &str = concat!(
    r#"{"limit":5,"s":"hello","data":"hello","_with":{"data":"hello","s":"hello","limit":5,"object":"hello","#,
    r#""qualifier":"a"},"object":"hello","qualifier":"a"}"#
);

/// The legacy paths, with a list of values of several kinds.
pub(crate) const LEGACY: &str = concat!(
    r#"{"_with":{"data":[1,"two",3.5,true],"list":[1,"two",3.5,true],"object":[1,"two",3.5,true]},"#,
    r#""data":[1,"two",3.5,true],"object":[1,"two",3.5,true],"list":[1,"two",3.5,true]}"#
);

pub(crate) const ALL: [&str; 5] = [EAGER, SPECIFIERS, ARGUMENTS, LAZY, LEGACY];

/// An eager envelope whose values are longer than a block, with escapes and umlauts.
pub(crate) fn long() -> String {
    let value = r#""für größere Bäume\n \"lorem\" ipsum \/ dolor \\ sit amet, "#.repeat(3).replace(", \"", ", ") + "\"";
    let rows = format!("[{{\"id\":17,\"name\":{value}}},{{\"id\":18,\"name\":\"x\",\"tags\":[\"a\",\"ä\"]}}]");
    EAGER.replacen("\"hello\"", &value, 4).replacen("\"hello\"", &rows, 2)
}

/// An envelope of any host path.
pub(crate) fn envelope() -> impl Strategy<Value = Node> {
    let argument = (key(), node());
    let arguments = prop_oneof![2 => Just(vec![]), 3 => prop::collection::vec(argument, 1..6)];
    let name = prop_oneof![3 => "[a-z]{1,12}", 1 => select(&["data", "object", "source", "_with", "größe"][..]).prop_map(str::to_owned)];
    let value = prop_oneof![2 => text().prop_map(Node::Text), 1 => node()];
    (name, value, arguments, any::<[bool; 3]>(), specifiers(), context())
        .prop_map(|(name, value, arguments, [is_eager, has_copy, is_reversed], specifiers, context)| {
            let mut members = ["data", "object", &name].map(|key| (key.to_owned(), value.clone())).to_vec();
            if is_eager {
                members.push(("result".to_owned(), descriptor_node("r", &[], is_reversed)));
                members.push(("source".to_owned(), descriptor_node(&name, &specifiers, is_reversed)));
                members.push(("preposition".to_owned(), Node::Text("from".to_owned())));
            }
            if let Some(first) = specifiers.first() {
                members.push(("qualifier".to_owned(), Node::Text(first.clone())));
            }
            members.extend(arguments.iter().cloned());
            let mut with = members.clone();
            if has_copy && !arguments.is_empty() {
                with.push(("_with".to_owned(), Node::Object(arguments)));
            }
            members.push(("_with".to_owned(), Node::Object(with)));
            members.extend(context.map(|context| ("_context".to_owned(), context)));
            members
        })
        .prop_flat_map(shuffled)
        .prop_map(Node::Object)
}

fn specifiers() -> impl Strategy<Value = Vec<String>> {
    prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec("[a-z]{0,20}", 1..3)]
}

fn context() -> impl Strategy<Value = Option<Node>> {
    let context = prop::collection::vec((key(), node()), 1..8).prop_map(Node::Object);
    prop::option::weighted(0.3, context)
}

/// The members in any order, also those of `_with`.
fn shuffled(members: Members) -> impl Strategy<Value = Members> {
    let (mut members, mut with) = (members, None);
    if let Some(at) = members.iter().position(|(key, value)| key == "_with" && matches!(value, Node::Object(_))) {
        with = Some(members.remove(at));
    }
    let inner = match with {
        Some((_, Node::Object(inner))) => inner,
        _ => vec![],
    };
    (Just(members).prop_shuffle(), Just(inner).prop_shuffle(), any::<prop::sample::Index>()).prop_map(
        |(mut members, inner, at)| {
            members.insert(at.index(members.len() + 1), ("_with".to_owned(), Node::Object(inner)));
            members
        },
    )
}

/// A descriptor.
fn descriptor_node(base: &str, specifiers: &[String], is_reversed: bool) -> Node {
    let specifiers = specifiers.iter().cloned().map(Node::Text).collect();
    let base = ("base".to_owned(), Node::Text(base.to_owned()));
    let mut members = vec![base, ("specifiers".to_owned(), Node::List(specifiers))];
    if is_reversed {
        members.reverse();
    }
    Node::Object(members)
}
