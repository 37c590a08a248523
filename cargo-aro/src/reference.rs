//! The reference page of a plugin, as Markdown, from its metadata.

use std::fmt::Write as _;

use aro_host_testkit::Action;
use serde_json::Value;

use crate::examples;
use crate::inspection::Inspection;
use crate::schema::{self, Parameter};

/// The page.
pub(crate) fn markdown(inspection: &Inspection) -> String {
    let mut page = Page { text: String::new(), inspection };
    page.head();
    page.actions();
    page.qualifiers();
    page.services();
    page.objects();
    page.events();
    page.deprecations();
    let mut text = page.text.trim_end().to_owned();
    text.push('\n');
    text
}

struct Page<'i> {
    text: String,
    inspection: &'i Inspection,
}

impl Page<'_> {
    fn heading(&mut self, level: usize, title: &str) {
        let _ = write!(self.text, "{} {}\n\n", "#".repeat(level), in_line(title));
    }

    fn paragraph(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let _ = write!(self.text, "{}\n\n", text.trim());
        }
    }

    /// A doc comment. Its headings are below those of the page.
    fn description(&mut self, text: Option<&str>) {
        let mut in_code = false;
        let mut lowered = Vec::new();
        for line in text.unwrap_or_default().lines() {
            in_code ^= line.trim_start().starts_with("```");
            let is_heading = !in_code && line.starts_with('#') && line.trim_start_matches('#').starts_with(' ');
            // A line of such signs makes a heading of the line before it.
            let is_rule =
                ['=', '-'].iter().any(|sign| !line.trim().is_empty() && line.trim().chars().all(|c| c == *sign));
            lowered.push(match line {
                line if is_heading => format!("####{}", line.trim_start_matches('#')),
                line if is_rule && !in_code => format!("\\{}", line.trim()),
                line => line.to_owned(),
            });
        }
        if in_code {
            // A block that is not closed would contain the rest of the page.
            lowered.push("```".to_owned());
        }
        self.paragraph(&lowered.join("\n"));
    }

    fn example(&mut self, example: Option<String>) {
        if let Some(example) = example {
            self.paragraph(&format!("```aro\n{example}\n```"));
        }
    }

    fn parameters(&mut self, parameters: &[Parameter]) {
        if parameters.is_empty() {
            return;
        }
        self.text.push_str("| parameter | type | default | description |\n|---|---|---|---|\n");
        for parameter in parameters {
            let default = match (&parameter.default, parameter.is_required) {
                (Some(default), _) => code(&default.to_string()),
                (None, true) => "required".to_owned(),
                (None, false) => "optional".to_owned(),
            };
            let types = if parameter.types.is_empty() { "any".to_owned() } else { parameter.types.join(" or ") };
            let description = in_line(parameter.description.as_deref().unwrap_or_default());
            let _ = writeln!(self.text, "| {} | {types} | {default} | {description} |", code(&parameter.name));
        }
        self.text.push('\n');
    }

    fn schema(&mut self, schema: Option<&Value>) {
        if let Some(schema) = schema.filter(|schema| schema.is_object()) {
            self.paragraph(&format!("JSON Schema of the arguments:\n\n```json\n{schema:#}\n```"));
        }
    }

    fn head(&mut self) {
        let info = &self.inspection.info;
        let name = if info.name.is_empty() { "A plugin" } else { &info.name };
        self.heading(1, name);
        self.description(info.description.as_deref());
        let mut facts = Vec::new();
        if !info.version.is_empty() {
            facts.push(format!("Version {}.", in_line(&info.version)));
        }
        if let Some(handle) = &self.inspection.handle {
            facts.push(format!(
                "Programs write {} before its verbs and qualifiers. The interpreter also takes the verbs alone.",
                code(&format!("{handle}."))
            ));
        }
        self.paragraph(&facts.join(" "));
    }

    fn actions(&mut self) {
        let actions = &self.inspection.info.actions;
        if !actions.is_empty() {
            self.heading(2, "Actions");
        }
        for action in actions {
            self.action(action);
        }
    }

    fn action(&mut self, action: &Action) {
        let handle = self.inspection.handle.as_deref();
        self.heading(3, &action.name);
        self.description(action.description.as_deref());
        let verbs = schema::verbs(action);
        let verbs: Vec<String> = verbs.iter().map(|verb| code(&schema::written_verb(handle, verb))).collect();
        let mut facts = format!("Verbs: {}.", verbs.join(", "));
        if !action.prepositions.is_empty() {
            let prepositions: Vec<String> = action.prepositions.iter().map(|word| code(word)).collect();
            let _ = write!(facts, " Prepositions: {}.", prepositions.join(", "));
        }
        if let Some(since) = &action.since {
            let _ = write!(facts, " Since {}.", in_line(since));
        }
        self.paragraph(&facts);
        let schema = action.other.get("parameters");
        let parameters = schema::parameters(schema);
        self.parameters(&parameters);
        self.example(examples::action(action, handle, &parameters));
        self.schema(schema.filter(|_| !parameters.is_empty()));
    }

    fn qualifiers(&mut self) {
        let info = &self.inspection.info;
        if !info.qualifiers.is_empty() {
            self.heading(2, "Qualifiers");
        }
        for qualifier in &info.qualifiers {
            let written = format!("{}.{}", schema::namespace(info, self.inspection.handle.as_deref()), qualifier.name);
            self.heading(3, &written);
            self.description(qualifier.description.as_deref());
            let types = qualifier.input_types.join(", ");
            self.paragraph(&if types.is_empty() {
                "Takes every value.".to_owned()
            } else {
                format!("Takes: {}.", in_line(&types))
            });
            let entry = schema::entry(&self.inspection.metadata, "qualifiers", &qualifier.name);
            let parameters = schema::parameters(entry.and_then(|entry| entry.get("parameters")));
            self.parameters(&parameters);
            self.example(examples::qualifier(&written, &qualifier.input_types, &parameters));
        }
    }

    fn services(&mut self) {
        let services = &self.inspection.info.services;
        if !services.is_empty() {
            self.heading(2, "Services");
        }
        for service in services {
            let entry = schema::entry(&self.inspection.metadata, "services", &service.name);
            self.heading(3, &service.name);
            self.description(entry.and_then(|entry| entry["description"].as_str()));
            for method in &service.methods {
                let details = entry.and_then(|entry| entry.get("method_details")?.get(method));
                self.heading(4, &format!("{}: {method}", service.name));
                self.description(details.and_then(|details| details["description"].as_str()));
                let parameters = schema::parameters(details.and_then(|details| details.get("parameters")));
                self.parameters(&parameters);
                self.example(examples::method(&service.name, method, &parameters));
            }
        }
    }

    fn objects(&mut self) {
        let objects = &self.inspection.info.system_objects;
        if objects.is_empty() {
            return;
        }
        self.heading(2, "System objects");
        self.paragraph("No released host calls system objects: programs cannot use them yet.");
        for object in objects {
            self.heading(3, &object.identifier);
            self.description(object.description.as_deref());
            self.paragraph(&format!("Capabilities: {}.", in_line(&object.capabilities.join(", "))));
        }
    }

    fn events(&mut self) {
        let events = &self.inspection.info.events;
        if events.subscribes.is_empty() && events.emits.is_empty() {
            return;
        }
        self.heading(2, "Events");
        for (what, names) in [("Handles", &events.subscribes), ("Publishes", &events.emits)] {
            if !names.is_empty() {
                let names: Vec<String> = names.iter().map(|name| code(name)).collect();
                self.paragraph(&format!("{what}: {}.", names.join(", ")));
            }
        }
        self.example(events.subscribes.first().and_then(|pattern| examples::event(pattern)));
    }

    fn deprecations(&mut self) {
        let deprecations = &self.inspection.info.deprecations;
        if !deprecations.is_empty() {
            self.heading(2, "Deprecated");
        }
        for one in deprecations {
            let mut line = format!("- {}", code(&one.feature));
            if let Some(since) = &one.since {
                let _ = write!(line, " (since {})", in_line(since));
            }
            if let Some(message) = &one.message {
                let _ = write!(line, ": {}", in_line(message));
            }
            let _ = writeln!(self.text, "{line}");
        }
    }
}

/// Text of a plugin in one line of Markdown, such as a cell of a table.
fn in_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "\\|")
}

/// A span of code, whatever is in it.
fn code(text: &str) -> String {
    let text = in_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{fence}{blank}{text}{blank}{fence}")
}

#[cfg(test)]
mod tests {
    use aro_host_testkit::Info;
    use serde_json::json;

    use super::*;

    /// A value with the keys that metadata have, and any other values.
    fn random(rng: &mut fastrand::Rng, depth: usize) -> Value {
        const KEYS: [&str; 20] = [
            "name",
            "version",
            "actions",
            "qualifiers",
            "services",
            "methods",
            "method_details",
            "parameters",
            "properties",
            "required",
            "type",
            "default",
            "description",
            "verbs",
            "prepositions",
            "events",
            "subscribes",
            "identifier",
            "system_objects",
            "deprecations",
        ];
        const TEXTS: [&str; 14] = [
            "",
            "a",
            "```",
            "`",
            "|",
            "# x",
            "\n\n---\n",
            "<b>",
            "\u{0}",
            "ä",
            "from",
            "string",
            "[x](javascript:y)",
            "\\",
        ];
        match rng.usize(0..if depth == 0 { 4 } else { 8 }) {
            0 => Value::Null,
            1 => rng.i32(..).into(),
            2 | 3 => (0..rng.usize(0..3)).map(|_| TEXTS[rng.usize(0..TEXTS.len())]).collect::<String>().into(),
            4 | 5 => (0..rng.usize(0..3)).map(|_| random(rng, depth - 1)).collect(),
            _ => (0..rng.usize(0..6))
                .map(|_| (KEYS[rng.usize(0..KEYS.len())].to_owned(), random(rng, depth - 1)))
                .collect(),
        }
    }

    #[test]
    fn any_metadata_give_a_page() {
        let mut rng = fastrand::Rng::with_seed(17);
        for _ in 0..3000 {
            let mut metadata = json!({});
            for list in ["name", "description", "actions", "qualifiers", "services", "events", "system_objects"] {
                metadata[list] = random(&mut rng, 4);
            }
            let info = Info::as_hosts_read(&metadata);
            let inspection = Inspection { info, metadata, handle: None, ..Inspection::default() };
            let page = markdown(&inspection);
            assert!(page.starts_with("# "), "{page}");
            let html = crate::page::html(&inspection.info.name, &page);
            assert!(!html.contains("javascript:y\""), "{html}");
        }
    }

    #[test]
    fn no_text_of_a_plugin_breaks_the_page() {
        let metadata = json!({
            "name": "p", "version": "1",
            "actions": [
                { "name": "A", "description": "# Title\n\nTitle too\n===\n\n```\nopen", "verbs": ["a|b", "c`d"] },
                { "name": "B\n# C", "parameters": { "properties": { "x|y": { "description": "a\n\n| b" } } } },
            ],
        });
        let info = Info::as_hosts_read(&metadata);
        let inspection = Inspection { info, metadata, handle: None, ..Inspection::default() };
        let page = markdown(&inspection);
        assert_eq!(page.matches("```").count() % 2, 0, "{page}");
        for part in ["#### Title", "### B # C", "`x\\|y`", "a \\| b", "`` C`d ``"] {
            assert!(page.contains(part), "`{part}` is not in\n{page}");
        }
        assert!(page.lines().filter(|line| line.starts_with("# ")).count() == 1, "{page}");
    }
}
