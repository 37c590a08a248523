//! Edits of a `plugin.yaml` that keep its comments, its other keys and their order.
//!
//! yaml-edit makes the edits in a lossless syntax tree. Afterwards the new text is read again by
//! the parser that also the testkit's hosts use: it has to have the wanted values, and all others
//! as they were.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde_json::{Value, json};
use yaml_edit::{Document, Mapping, YamlFile};

use super::{Actions, ListedAction, own_entry, parse};
use crate::error::Error;
use crate::templates::{PluginYaml, scalar};

/// A key that has another value now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    key: &'static str,
    /// `None`: it was not there.
    from: Option<String>,
    /// `None`: it is removed.
    to: Option<String>,
}

impl Change {
    /// The key at the root of the file, or in its entry of `provides`.
    pub(crate) fn key(&self) -> &str {
        self.key
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => write!(f, "{}: {to} (was {from})", self.key),
            (None, Some(to)) => write!(f, "{}: {to} (was missing)", self.key),
            (from, None) => write!(f, "{}: removed (was {})", self.key, from.as_deref().unwrap_or("empty")),
        }
    }
}

/// The text with the wanted values, and what is different in it.
pub(crate) fn edit(
    path: &Path,
    text: &str,
    wanted: &PluginYaml,
    actions: &Actions,
) -> Result<(String, Vec<Change>), Error> {
    let folder = path.parent().unwrap_or(path);
    let before = parse(path, text)?;
    let (after, changes) = changed(&before, folder, wanted, actions);
    if changes.is_empty() {
        return Ok((text.to_owned(), changes));
    }
    let edited = edited(text, folder, &before, &after);
    let is_right =
        |edited: &String| parse(path, edited).is_ok_and(|tree| tree == after) && keeps_comments(text, edited, actions);
    match edited.filter(is_right) {
        Some(edited) => Ok((edited, changes)),
        None => {
            let lines: Vec<String> = changes.iter().map(|change| format!("\n  {change}")).collect();
            Err(Error::new(format!("`{}` cannot be edited without a change of its other contents", path.display()))
                .help(format!("write by hand:{}", lines.concat())))
        }
    }
}

/// The tree with the wanted values.
fn changed(before: &Value, folder: &Path, wanted: &PluginYaml, actions: &Actions) -> (Value, Vec<Change>) {
    let mut after = before.clone();
    let mut changes = Vec::new();
    let root = [
        ("name", Some(&wanted.name).filter(|name| !name.is_empty())),
        ("version", Some(&wanted.version).filter(|version| !version.is_empty())),
        ("description", wanted.description.as_ref()),
        ("license", wanted.license.as_ref()),
        ("handle", wanted.handle.as_ref()),
    ];
    for (key, value) in root {
        set(&mut after, key, value.map(|value| json!(value)), &mut changes);
    }
    if !after["provides"].is_array() {
        after["provides"] = json!([]);
    }
    let own = own_entry(before, folder);
    let Some(entries) = after["provides"].as_array_mut() else { return (after, changes) };
    let own = own.unwrap_or_else(|| {
        entries.push(json!({ "type": "rust-plugin", "path": "." }));
        entries.len() - 1
    });
    let entry = &mut entries[own];
    if !entry["build"].is_object() {
        entry["build"] = json!({ "cargo-target": "release" });
    }
    set(&mut entry["build"], "output", Some(json!(wanted.output)), &mut changes);
    match actions {
        Actions::Keep => {}
        Actions::Remove => {
            if let Some(listed) = entry.as_object_mut().and_then(|entry| entry.remove("actions")) {
                changes.push(Change { key: "actions", from: Some(shown(&listed)), to: None });
            }
        }
        Actions::List(listed) => {
            let listed = listed.iter().map(tree_of).collect();
            set(entry, "actions", Some(Value::Array(listed)), &mut changes);
        }
    }
    (after, changes)
}

/// Sets a key, unless it has the value, or nothing is wanted.
fn set(tree: &mut Value, key: &'static str, wanted: Option<Value>, changes: &mut Vec<Change>) {
    let Some(wanted) = wanted else { return };
    let from = tree.get(key).filter(|value| !value.is_null());
    if from != Some(&wanted) {
        changes.push(Change { key, from: from.map(shown), to: Some(shown(&wanted)) });
        tree[key] = wanted;
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

fn tree_of(action: &ListedAction) -> Value {
    let mut tree = json!({ "name": action.name, "verbs": action.verbs });
    if let Some(role) = &action.role {
        tree["role"] = json!(role);
    }
    if !action.prepositions.is_empty() {
        tree["prepositions"] = json!(action.prepositions);
    }
    tree
}

/// The text with the differences between the two trees; `None` if yaml-edit cannot make them.
fn edited(text: &str, folder: &Path, before: &Value, after: &Value) -> Option<String> {
    // yaml-edit writes line feeds, so that is what it gets.
    let (mark, body) = text.strip_prefix('\u{feff}').map_or(("", text), |body| ("\u{feff}", body));
    let has_crlf = body.contains("\r\n");
    let file = YamlFile::from_str(&body.replace("\r\n", "\n")).ok()?;
    let document = file.documents().next()?;
    let root = document.as_mapping()?;
    for (key, value) in after.as_object()? {
        if key != "provides" && before.get(key) != Some(value) {
            put(&root, key, value)?;
        }
    }
    let own = own_entry(after, folder)?;
    let own_before = own_entry(before, folder);
    if before["provides"].as_array().is_none_or(Vec::is_empty) {
        put(&root, "provides", &after["provides"])?;
    } else if own_before.is_none() {
        root.get_sequence("provides")?.push(document_of(&after["provides"][own])?.as_mapping()?);
    } else {
        let entry = root.get_sequence("provides")?.get(own)?;
        let entry = entry.as_mapping()?;
        let (old, new) = (&before["provides"][own], &after["provides"][own]);
        match entry.get_mapping("build").filter(|_| old["build"].is_object()) {
            Some(build) if old["build"] != new["build"] => put(&build, "output", &new["build"]["output"])?,
            Some(_) => {}
            None => put(entry, "build", &new["build"])?,
        }
        match new.get("actions") {
            None => drop(entry.remove("actions")),
            listed if listed == old.get("actions") => {}
            Some(listed) => {
                entry.remove("actions");
                put(entry, "actions", listed)?;
            }
        }
    }
    let edited = file.to_string();
    let edited = if has_crlf { edited.replace('\n', "\r\n") } else { edited };
    Some(format!("{mark}{edited}"))
}

fn put(mapping: &Mapping, key: &str, value: &Value) -> Option<()> {
    let document = document_of(value)?;
    match value {
        Value::Array(_) => mapping.set(key, document.as_sequence()?),
        Value::Object(_) => mapping.set(key, document.as_mapping()?),
        _ => mapping.set(key, document.as_scalar()?),
    }
    Some(())
}

/// A value as YAML in block style, with lists of scalars in one line.
fn document_of(value: &Value) -> Option<Document> {
    Document::from_str(&yaml_of(value, 0)).ok()
}

fn yaml_of(value: &Value, indent: usize) -> String {
    let pad = " ".repeat(indent);
    match value {
        Value::String(text) => scalar(text),
        Value::Object(members) => {
            // `type` and `name` come first, as people write them.
            let order = |key: &str| {
                ["type", "name", "path", "cargo-target"].iter().position(|first| *first == key).unwrap_or(9)
            };
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| order(key));
            let line = |(key, value): &(&String, &Value)| {
                let is_block =
                    value.is_object() || value.as_array().is_some_and(|items| items.iter().any(Value::is_object));
                let separator = if is_block { format!("\n{pad}  ") } else { " ".to_owned() };
                format!("{key}:{separator}{}", yaml_of(value, indent + 2))
            };
            members.iter().map(line).collect::<Vec<_>>().join(&format!("\n{pad}"))
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let items: Vec<String> = items.iter().map(|item| format!("- {}", yaml_of(item, indent + 2))).collect();
            items.join(&format!("\n{pad}"))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| yaml_of(item, 0)).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

/// Whether each comment is still there; those in the list of actions go with it.
fn keeps_comments(before: &str, after: &str, actions: &Actions) -> bool {
    let comments = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| line.starts_with('#'));
        let mut lines: Vec<String> = lines.map(str::to_owned).collect();
        lines.sort_unstable();
        lines
    };
    *actions != Actions::Keep || comments(before) == comments(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted() -> PluginYaml {
        PluginYaml {
            name: "slugs".to_owned(),
            version: "0.2.0".to_owned(),
            description: Some("It: \"has\" # all".to_owned()),
            license: Some("MIT OR Apache-2.0".to_owned()),
            handle: Some("Slugs".to_owned()),
            output: "target/release/libslugs.so".to_owned(),
        }
    }

    fn edited_to(text: &str, actions: &Actions) -> String {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = dir.path().join("plugin.yaml");
        let (edited, changes) =
            edit(&path, text, &wanted(), actions).unwrap_or_else(|error| panic!("{}\n{text}", error.render(false)));
        assert!(!changes.is_empty());
        let again = edit(&path, &edited, &wanted(), actions).expect("it is accepted again");
        assert_eq!(again, (edited.clone(), Vec::new()), "a second edit changes nothing");
        edited
    }

    #[test]
    fn what_differs_is_replaced_in_its_place_and_the_rest_stays() {
        let text = "# head\nname: slugs # n\nversion: 0.1.0\ndescription: 'It: \"has\" # all'\nlicense: MIT OR Apache-2.0\n\n\
                    # h\nhandle: \"Slug\"\nx-own: {a: 1}\nprovides:\n  - type: rust-plugin\n    # where\n    path: .\n    build:\n      \
                    cargo-target: release\n      # out\n      output: target/release/libx.so # end\n# tail\n";
        let expected = text.replace("0.1.0", "0.2.0").replace("\"Slug\"", "Slugs").replace("libx", "libslugs");
        assert_eq!(edited_to(text, &Actions::Keep), expected);
    }

    #[test]
    fn every_spelling_of_a_file_can_be_edited() {
        for text in [
            "name: 'slugs'\nversion: 1.0\nprovides: [{ type: rust-plugin, path: . }]",
            "{name: slugs, version: 1, provides: [{type: rust-plugin, path: ., build: {output: a}}]}\n",
            "name: slugs\r\n# c\r\nversion: 1\r\nprovides:\r\n- type: rust-plugin\r\n  path: .\r\n",
            "%YAML 1.2\n---\nname: &n slugs\nversion: |\n  1.0\nalias: *n\nprovides:\n- {type: rust-plugin, path: .}\n...\n",
            "name: slugs\nversion: 1\ndescription: >-\n  a long\n  text\nprovides:\n  - path: .\n    type: rust-plugin\n    actions:\n      - name: A\n        verbs: [a]\n# tail",
            "\u{feff}name: x\nversion: 1\nprovides:\n  -\n    path: ./\n    type: rust-plugin\n",
            "name: slugs\nversion:\nprovides:\n  - path: .\n    type: rust-plugin\n    build:\n",
            "\"name\": slugs\n? version\n: 2\nprovides:\n  - path: .\n    type: rust-plugin\n    build: ~\n",
            "name: x\nprovides: []\n",
            "name: x\nprovides: # none\n",
            "name: x\n",
            "{}",
            "name: x\nprovides:\n  - type: aro-files\n    path: features\n",
        ] {
            let edited = edited_to(text, &Actions::Keep);
            assert_eq!(edited.starts_with('\u{feff}'), text.starts_with('\u{feff}'));
            if text.contains('\r') {
                assert_eq!(edited.matches('\n').count(), edited.matches("\r\n").count());
            }
        }
    }

    #[test]
    fn the_list_of_actions_is_written_and_removed_on_request_only() {
        let text = "name: slugs\nversion: 1\nprovides:\n  - type: rust-plugin\n    path: .\n    # own\n    x: 1\n";
        let action = ListedAction {
            name: "Slugify".to_owned(),
            verbs: vec!["Slugify".to_owned(), "on".to_owned()],
            role: Some("own".to_owned()),
            prepositions: vec!["from".to_owned()],
        };
        let lazy = edited_to(text, &Actions::List(vec![action]));
        assert!(
            lazy.contains("actions:\n      - name: Slugify\n") && lazy.contains("verbs: [Slugify, \"on\"]"),
            "{lazy}"
        );
        let manifest = aro_host_testkit::Manifest::parse(&lazy).expect("hosts accept it");
        assert_eq!(manifest.host_path(), aro_host_testkit::HostPath::Lazy);
        assert!(edited_to(&lazy.replace("0.2.0", "0.1.9"), &Actions::Keep).contains("actions:"));
        let eager = edited_to(&lazy, &Actions::Remove);
        assert!(!eager.contains("actions") && eager.contains("# own"), "{eager}");
    }

    #[test]
    fn what_is_no_mapping_is_an_error_with_its_place() {
        for (text, part) in
            [("- a\n", "is not a mapping"), ("name: [\n", "plugin.yaml:"), ("", "not"), ("a: b: c\n", "plugin.yaml:1:")]
        {
            let error = edit(Path::new("plugin.yaml"), text, &wanted(), &Actions::Keep).expect_err(text).render(false);
            assert!(error.contains(part) && error.contains("help: "), "{text}: {error}");
        }
    }

    #[test]
    fn a_file_is_edited_right_or_not_at_all_whatever_is_in_it() {
        let text = "# head\nname: &n slugs # n\nversion: '0.1.0'\ndescription: |-\n  a\n  b\nx: {a: [1, \"b\"], c: *n}\n\
                    provides:\n  - type: rust-plugin\n    # where\n    path: .\n    build:\n      output: a.so # end\n    \
                    actions: [{ name: A, verbs: [a] }]\n  - {type: aro-files, path: f}\n";
        let pieces: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
        let extra = [
            "\n", "  ", "- ", ": ", "{", "}", "[", "]", "#", "\"", "'", "|\n", ">", "&a ", "*n", "!t ", "? ", "---\n",
            "...\n", "\t", "%", "ä", "\r\n", ",", "\u{feff}", "<<: ",
        ];
        let cases = std::env::var("ARO_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(3_000);
        let mut random = fastrand::Rng::with_seed(7);
        let mut edits = 0;
        for _ in 0..cases {
            let mut pieces = pieces.clone();
            for _ in 0..random.usize(1..5) {
                let at = random.usize(0..pieces.len());
                match random.u8(0..4) {
                    0 => drop(pieces.remove(at)),
                    1 => pieces.insert(at, extra[random.usize(0..extra.len())]),
                    2 => pieces.insert(at, pieces[random.usize(0..pieces.len())]),
                    _ => pieces.swap(at, 0),
                }
            }
            let text = pieces.concat();
            let path = Path::new("/nonexistent/plugin.yaml");
            if let Ok((edited, _)) = edit(path, &text, &wanted(), &Actions::Keep) {
                edits += 1;
                assert_eq!(
                    edit(path, &edited, &wanted(), &Actions::Keep).expect(&edited).1,
                    [],
                    "{text}\n---\n{edited}"
                );
            }
        }
        assert!(edits > cases / 10, "{edits} of {cases} were edited");
    }
}
