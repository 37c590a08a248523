//! The keys of each attribute. `sdk/src/keys.rs` lists them once more, with the explanations that
//! editors show; a test keeps the two lists equal.

use quote::ToTokens;

/// The keys that one attribute has.
pub(super) struct Keys {
    /// The attribute, as messages call it.
    pub(super) place: &'static str,
    /// The module of `sdk/src/keys.rs` with its keys.
    pub(super) module: &'static str,
    pub(super) known: &'static [&'static str],
}

impl Keys {
    /// The attribute with this value under its first key.
    pub(super) fn example(&self, value: &dyn ToTokens) -> String {
        let value = value.to_token_stream();
        match (self.known.first().copied(), self.place.strip_suffix(']')) {
            (Some(key @ ("verbs" | "input_types" | "types")), Some(place)) => {
                let value = value.to_string();
                let value = value.trim_start_matches('[').trim_end_matches(']');
                format!("{place}({key} = [{value}])]")
            }
            (Some("crate"), _) => self.place.to_owned(),
            (Some(key), Some(place)) => format!("{place}({key} = {value})]"),
            (Some(key), None) => format!("{} {{ {key} = {value} }}", self.place),
            (None, _) => self.place.to_owned(),
        }
    }
}

macro_rules! keys {
    ($($name:ident $place:literal $module:ident [$($known:literal),*];)*) => {
        $(pub(super) static $name: Keys = Keys { place: $place, module: stringify!($module), known: &[$($known),*] };)*

        #[cfg(test)]
        const ALL: &[&Keys] = &[$(&$name),*];
    };
}

keys! {
    PLUGIN "plugin!" plugin ["name", "version", "description", "handle", "entry_points", "uses", "init_limit", "block_on", "sleep", "crate"];
    LIBRARY "library!" library ["entry_points", "uses", "crate"];
    ACTION "#[aro_action]" aro_action ["verbs", "prepositions", "name", "role", "since", "returns", "symbol", "emits", "timeout", "crate"];
    QUALIFIER "#[aro_qualifier]" aro_qualifier ["name", "input_types", "crate"];
    SERVICE "#[aro_service]" aro_service ["name", "emits", "timeout", "crate"];
    SERVICE_METHOD "#[service]" service ["skip", "name", "timeout"];
    SYSTEM_OBJECT "#[aro_system_object]" aro_system_object ["identifier", "crate"];
    ON_EVENT "#[aro_on_event]" aro_on_event ["crate"];
    INIT "#[aro_init]" aro_init ["crate"];
    SHUTDOWN "#[aro_shutdown]" aro_shutdown ["crate"];
    EXPORT "#[aro_export]" aro_export ["symbol", "crate"];
    EXPORT_METHOD "#[export]" export ["skip", "symbol"];
    EXPORTS "exports!" exports ["crate"];
    ARG "#[arg]" arg ["default", "name", "subject", "with", "flatten"];
    ARO "#[aro]" aro ["types", "crate"];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::ALL;

    /// The items of `sdk/src/keys.rs`, by their modules.
    fn documented_keys() -> BTreeMap<String, Vec<String>> {
        let source = include_str!("../../../sdk/src/keys.rs");
        let (_, list) = source.split_once("\nkeys! {\n").unwrap();
        let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut module = String::new();
        for line in list.lines().map(str::trim) {
            if let Some(name) = line.strip_suffix(" {") {
                name.clone_into(&mut module);
            } else if let Some(key) = line.strip_suffix(',').filter(|_| !line.starts_with("///")) {
                modules.entry(module.clone()).or_default().push(key.to_owned());
            }
        }
        modules
    }

    #[test]
    fn editors_see_the_keys_of_every_attribute() {
        let mut known = BTreeMap::new();
        for keys in ALL {
            // `crate` cannot be the name of an item.
            let names: Vec<String> =
                keys.known.iter().filter(|key| **key != "crate").map(|key| (*key).to_owned()).collect();
            if !names.is_empty() {
                known.insert(keys.module.to_owned(), names);
            }
        }
        assert_eq!(documented_keys(), known);
    }
}
