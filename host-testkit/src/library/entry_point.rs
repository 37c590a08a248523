//! Entry points: C functions of single actions, which the plugin declares in its metadata.

use serde_json::Value;

/// The names under `symbol` in a plugin's actions.
#[derive(Debug)]
pub(crate) struct DeclaredSymbols(Vec<String>);

/// The name of a function that the plugin declares to be `char *f(const char *input_json)`.
///
/// Only [`DeclaredSymbols`] makes one. The library relies on it when it calls such a function.
pub(crate) struct DeclaredSymbol<'a>(&'a str);

impl DeclaredSymbols {
    /// Ignores everything else in the metadata, so mistakes there do not matter.
    pub(crate) fn read(info: &Value) -> Self {
        let actions = info.get("actions").and_then(Value::as_array);
        let symbols = actions.into_iter().flatten().filter_map(|action| action.get("symbol")?.as_str());
        Self(symbols.map(str::to_owned).collect())
    }

    pub(crate) fn find(&self, name: &str) -> Option<DeclaredSymbol<'_>> {
        self.0.iter().find(|symbol| *symbol == name).map(|symbol| DeclaredSymbol(symbol))
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.0
    }
}

impl DeclaredSymbol<'_> {
    pub(crate) fn name(&self) -> &str {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_an_action_names_is_an_entry_point() {
        let info = json!({"actions": [{"name": "A", "symbol": "p__a"}, "odd", {"name": "B"}], "symbol": "exit"});
        let declared = DeclaredSymbols::read(&info);
        assert_eq!(declared.find("p__a").map(|symbol| symbol.name().to_owned()).as_deref(), Some("p__a"));
        assert!(declared.find("exit").is_none());
        assert_eq!(declared.names(), ["p__a"]);
        assert!(DeclaredSymbols::read(&json!([])).names().is_empty());
    }
}
