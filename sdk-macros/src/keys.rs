//! The keys of each attribute. As editors see them they stand in `sdk/src/keys.rs` once more, each with its explanation.

/// What can stand in the parentheses of one attribute.
pub(crate) struct Keys {
    /// The attribute, as messages call it.
    pub(crate) place: &'static str,
    pub(crate) known: &'static [&'static str],
}

macro_rules! keys {
    ($($name:ident $place:literal [$($known:literal),*];)*) => {
        $(pub(crate) static $name: Keys = Keys { place: $place, known: &[$($known),*] };)*

        #[cfg(test)]
        const ALL: &[&Keys] = &[$(&$name),*];
    };
}

keys! {
    PLUGIN "plugin!" ["name", "version", "description", "handle", "entry_points", "crate"];
    ACTION "#[aro_action]" ["verbs", "prepositions", "name", "role", "since", "returns", "symbol", "emits", "crate"];
    QUALIFIER "#[aro_qualifier]" ["name", "input_types", "crate"];
    SERVICE "#[aro_service]" ["name", "emits", "crate"];
    SERVICE_METHOD "#[service]" ["skip", "name"];
    SYSTEM_OBJECT "#[aro_system_object]" ["identifier", "crate"];
    ON_EVENT "#[aro_on_event]" ["crate"];
    INIT "#[aro_init]" ["crate"];
    SHUTDOWN "#[aro_shutdown]" ["crate"];
    ARG "#[arg]" ["default", "name", "subject", "with", "flatten"];
    ARO "#[aro]" ["types", "crate"];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::ALL;
    use crate::editor;

    /// The items of `sdk/src/keys.rs`, by their modules.
    fn as_editors_see_them() -> BTreeMap<String, Vec<String>> {
        let source = include_str!("../../sdk/src/keys.rs");
        let (_, list) = source.split_once("\nkeys! {\n").unwrap();
        let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut module = String::new();
        for line in list.lines().map(str::trim) {
            if let Some(name) = line.strip_suffix(" {") {
                name.clone_into(&mut module);
            } else if let Some(key) = line.strip_suffix(',')
                && !line.starts_with("///")
            {
                modules.entry(module.clone()).or_default().push(key.to_owned());
            }
        }
        modules
    }

    #[test]
    fn editors_see_the_keys_of_every_attribute() {
        let mut known = BTreeMap::new();
        for keys in ALL {
            // `crate` cannot be an item's name; and where it stands, editors are told nothing.
            let names: Vec<String> =
                keys.known.iter().filter(|key| **key != "crate").map(|key| (*key).to_owned()).collect();
            if !names.is_empty() {
                known.insert(editor::module(keys.place), names);
            }
        }
        assert_eq!(as_editors_see_them(), known);
    }
}
