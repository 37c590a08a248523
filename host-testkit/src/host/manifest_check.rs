//! What `plugin.yaml` says otherwise than the library and its metadata. Hosts compare neither.

use std::path::Path;

use aro_abi::normal_form;
use serde_json::Value;

use super::manifest::Manifest;
use super::metadata::PluginMetadata;

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The key in `plugin.yaml`.
    pub(crate) key: &'static str,
    pub(crate) observed: String,
}

/// Every difference between this manifest and the plugin that it describes: its metadata, and its
/// library.
pub(crate) fn differences(manifest: &Manifest, info: &Value, library: &Path) -> Vec<Difference> {
    let metadata = PluginMetadata::read(Some(info));
    let version = info.get("version").and_then(Value::as_str).map(str::to_owned);
    let mut found = Vec::new();
    let mut differs = |key, observed| found.push(Difference { key, observed });
    for (key, written, declared) in [("name", &manifest.name, &metadata.name), ("version", &manifest.version, &version)]
    {
        if let (Some(written), Some(declared)) = (written, declared)
            && written != declared
        {
            differs(key, format!("`{written}`, where the metadata have `{declared}`"));
        }
    }
    match (&manifest.handle, &metadata.handle) {
        (Some(written), Some(declared)) if written != declared => {
            differs("handle", format!("`{written}`, where the metadata have `{declared}`; hosts take `{written}`"));
        }
        (None, Some(declared)) => differs(
            "handle",
            format!("missing, where the metadata have `{declared}`; hosts know no `{declared}.Verb` then"),
        ),
        _ => {}
    }
    let outputs = || manifest.libraries.iter().filter_map(|(_, output)| Path::new(output.as_deref()?).file_name());
    let built = library.file_name().unwrap_or_default();
    if let Some(written) = outputs().next()
        && !outputs().any(|output| output == built)
    {
        let (written, built) = (written.to_string_lossy(), built.to_string_lossy());
        let observed =
            format!("`{written}`, where the library's file is `{built}`; hosts then run cargo at every start");
        differs("output", observed);
    }
    verbs(manifest, &metadata, &mut differs);
    found
}

/// On the lazy path, the verbs are those that `plugin.yaml` lists.
fn verbs(manifest: &Manifest, metadata: &PluginMetadata, differs: &mut impl FnMut(&'static str, String)) {
    let Some(listed) = manifest.actions.as_ref().filter(|actions| !actions.is_empty()) else { return };
    let listed: Vec<&String> = listed.iter().flatten().collect();
    let declared: Vec<&String> = metadata
        .actions
        .iter()
        .flat_map(|action| if action.verbs.is_empty() { vec![&action.name] } else { action.verbs.iter().collect() })
        .collect();
    let missing = |from: &[&String], other: &[&String]| -> Vec<String> {
        let is_there = |verb: &String| other.iter().any(|other| normal_form(other) == normal_form(verb));
        from.iter().filter(|verb| !is_there(verb)).map(|verb| format!("`{verb}`")).collect()
    };
    let unknown = missing(&listed, &declared);
    if !unknown.is_empty() {
        differs("actions", format!("the verbs {}, which the metadata do not have", unknown.join(", ")));
    }
    let unlisted = missing(&declared, &listed);
    if !unlisted.is_empty() {
        let observed =
            format!("the verbs {} of the metadata are missing, so no program reaches them", unlisted.join(", "));
        differs("actions", observed);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn keys(yaml: &str, info: &Value) -> Vec<&'static str> {
        let manifest = Manifest::parse(yaml).unwrap();
        differences(&manifest, info, Path::new("/t/libcsv.so")).into_iter().map(|found| found.key).collect()
    }

    #[test]
    fn each_key_is_compared() {
        let info = json!({ "name": "csv", "version": "1.0.0", "handle": "Csv",
            "actions": [{ "name": "Parse", "verbs": ["Parse-It"] }, { "name": "Format" }] });
        let yaml =
            |head: &str, provided: &str| format!("{head}\nprovides: [{{ type: rust-plugin, path: .{provided} }}]");
        let head = "name: csv\nversion: 1.0.0\nhandle: Csv";
        let output = |file: &str| format!(", build: {{ output: target/release/{file} }}");
        let actions = |verbs: &str| format!(", actions: [{{ name: A, verbs: [{verbs}] }}]");
        for (text, differs) in [
            (yaml(head, ""), &[][..]),
            (yaml(head, &output("libcsv.so")), &[]),
            (yaml(head, ", actions: []"), &[]),
            (yaml(head, &actions("parseit, Format")), &[]),
            (yaml("name: cvs\nversion: 1.0.0\nhandle: Csv", ""), &["name"]),
            (yaml("name: csv\nversion: 1.0\nhandle: Csv", ""), &["version"]),
            (yaml("name: csv\nversion: 1.0.0\nhandle: CSV", ""), &["handle"]),
            (yaml("name: csv\nversion: 1.0.0", ""), &["handle"]),
            (yaml(head, &output("libcsv.dylib")), &["output"]),
            (yaml(head, &output("libcsv_plugin.so")), &["output"]),
            (yaml(head, &actions("parseit, Format, Print")), &["actions"]),
            (yaml(head, &actions("parseit")), &["actions"]),
            (yaml("name: cvs\nversion: 2\nhandle: X", &output("csv.so")), &["name", "version", "handle", "output"]),
        ] {
            assert_eq!(keys(&text, &info), differs, "{text}");
        }
        // Hosts ignore a handle in the metadata, so a plugin need not have one there.
        assert!(keys(&yaml(head, ""), &json!({ "name": "csv", "version": "1.0.0" })).is_empty());
        assert!(keys(&yaml(head, ""), &json!(null)).is_empty());
    }
}
