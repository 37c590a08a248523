//! The C header of a plugin: the functions of the ABI, and the entry points of its actions. The
//! testkit writes the header of typed exports.

use std::fmt::Write as _;
use std::path::Path;

use aro_abi::symbols;
use aro_host_testkit::header::TypedExports;
use aro_host_testkit::{Action, Info, TypedLibrary};

use crate::error::Error;

/// A function of the ABI: its name, its declaration, and what it is for.
const FUNCTIONS: [(&str, &str, &str); 12] = [
    (
        symbols::INFO,
        "char *aro_plugin_info(void)",
        "Returns the plugin's metadata as JSON. They belong to the plugin: giving them to aro_plugin_free is allowed and has no effect.",
    ),
    (
        symbols::FREE,
        "void aro_plugin_free(char *reply)",
        "Takes back what a function here returned, exactly once. NULL is allowed.",
    ),
    (
        symbols::EXECUTE,
        "char *aro_plugin_execute(const char *action, const char *input_json)",
        "Runs the action with this verb or name, or the method of a service, which is called service:<method>. Returns a JSON object; after an error it has the member \"error\".",
    ),
    (
        symbols::QUALIFIER,
        "char *aro_plugin_qualifier(const char *name, const char *input_json)",
        "Runs a qualifier on {\"value\": …, \"type\": …}. Returns {\"result\": …} or {\"error\": …}.",
    ),
    (symbols::INIT, "void aro_plugin_init(void)", "Starts the plugin. The first call does so, too."),
    (symbols::SHUTDOWN, "void aro_plugin_shutdown(void)", "Ends the plugin. Later calls return an error."),
    (symbols::REGISTER, "void aro_plugin_register(void)", "Starts the plugin, as aro_plugin_init does."),
    (
        symbols::ON_EVENT,
        "void aro_plugin_on_event(const char *type, const char *payload_json)",
        "Delivers an event to the handlers that subscribe to its type.",
    ),
    (
        symbols::SET_INVOKE,
        "void aro_plugin_set_invoke(char *(*invoke)(const char *feature_set, const char *input_json))",
        "Gives the plugin a function that runs feature sets. The plugin frees what that returns by C's free.",
    ),
    (
        symbols::OBJECT_READ,
        "char *aro_object_read(const char *identifier, const char *qualifier)",
        "Reads a system object.",
    ),
    (
        symbols::OBJECT_WRITE,
        "char *aro_object_write(const char *identifier, const char *qualifier, const char *value_json)",
        "Writes to a system object.",
    ),
    (symbols::OBJECT_LIST, "char *aro_object_list(const char *pattern)", "Lists the system objects that match."),
];

/// The header of a plugin whose library exports these names.
pub(crate) fn render(info: &Info, is_exported: impl Fn(&str) -> bool) -> String {
    let guard = format!("ARO_PLUGIN_{}_H", identifier(&info.name).to_uppercase());
    let mut text = String::new();
    comment(
        &mut text,
        &format!(
            "The ARO plugin {} {}, made by cargo aro header.\n\nStrings are UTF-8 and end with NUL. Arguments are \
             borrowed: nothing of them is kept after the call. What is returned is never NULL and has to be given to \
             aro_plugin_free. All functions can be called from several threads at once; none lets a panic out.",
            info.name, info.version
        ),
    );
    let _ = write!(text, "#ifndef {guard}\n#define {guard}\n\n#ifdef __cplusplus\nextern \"C\" {{\n#endif\n");
    for (name, declaration, purpose) in FUNCTIONS {
        if is_exported(name) {
            text.push('\n');
            comment(&mut text, purpose);
            let _ = writeln!(text, "{declaration};");
        }
    }
    for action in &info.actions {
        entry_point(&mut text, action, &is_exported);
    }
    let _ = write!(text, "\n#ifdef __cplusplus\n}}\n#endif\n\n#endif /* {guard} */\n");
    text
}

/// The header of the library's typed exports; `None` if it has none.
pub(crate) fn typed(
    library: &Path,
    crate_name: &str,
    is_exported: impl Fn(&str) -> bool,
) -> Result<Option<String>, Error> {
    if !is_exported(&format!("{crate_name}_describe")) {
        return Ok(None);
    }
    let fault = |error: String| {
        Error::new(format!("the typed exports cannot be read: {error}"))
            .help("run the package's tests with `cargo test`")
    };
    let library = TypedLibrary::open(library).map_err(|error| fault(error.to_string()))?;
    let exports = TypedExports::from_json(&library.describe().to_string()).map_err(|error| fault(error.to_string()))?;
    Ok(Some(exports.c_header()))
}

fn entry_point(text: &mut String, action: &Action, is_exported: impl Fn(&str) -> bool) {
    // A name that C cannot write would break the header for all others.
    let symbol = action.symbol.as_deref().filter(|symbol| is_exported(symbol) && identifier(symbol) == *symbol);
    let Some(symbol) = symbol else { return };
    let description = action.description.as_deref().unwrap_or("An action without a description.");
    text.push('\n');
    comment(text, &format!("{description}\n\nThe action {}, as by aro_plugin_execute.", action.name));
    let _ = writeln!(text, "char *{symbol}(const char *input_json);");
}

/// The name with `_` for what C does not have in names.
fn identifier(name: &str) -> String {
    let allowed = |char: char| if char.is_ascii_alphanumeric() { char } else { '_' };
    let name: String = name.chars().map(allowed).collect();
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// A comment, wrapped, which no text ends early.
fn comment(text: &mut String, paragraphs: &str) {
    text.push_str("/*\n");
    for paragraph in paragraphs.replace("*/", "* /").replace("/*", "/ *").split('\n') {
        let mut line = String::from(" *");
        for word in paragraph.split_whitespace() {
            if line.len() + word.len() > 98 {
                let _ = writeln!(text, "{line}");
                line = String::from(" *");
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(text, "{line}");
    }
    text.push_str(" */\n");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_header_has_all_exports_and_no_text_breaks_it() {
        let info: Info = serde_json::from_value(json!({
            "name": "2-slugs", "version": "1.0.0 */ int x;",
            "actions": [
                { "name": "A", "symbol": "slugs__a", "description": "Ends */ here /* or\n\nthere: ???/ \\" },
                { "name": "B", "symbol": "slugs__b" },
                { "name": "C", "symbol": "no-name" },
            ],
        }))
        .expect("metadata");
        let header = render(&info, |name| name != "slugs__b" && name != symbols::OBJECT_LIST);
        assert!(header.contains("#ifndef ARO_PLUGIN__2_SLUGS_H\n"));
        assert!(header.contains("\nchar *slugs__a(const char *input_json);\n"));
        for absent in ["slugs__b", "no-name", "aro_object_list", "*/ int x", "*/ here"] {
            assert!(!header.contains(absent), "{absent}");
        }
        assert_eq!(header.matches("/*").count(), header.matches("*/").count());
        assert_eq!(symbols::ALL, FUNCTIONS.map(|(name, ..)| name));
        assert!(FUNCTIONS.iter().all(|(name, declaration, _)| declaration.contains(&format!("{name}("))));
    }
}
