//! Builds the plugin in `examples/validator`, loads it as a host does, and plays a list of ARO
//! statements through its C interface: `cargo run -p aro-host-testkit --example validator`.
//!
//! Each statement is shown with the envelope that the interpreter's eager path sends for it, and
//! with the plugin's reply. The program ends with status 1 when a reply is not the expected one.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use aro_host_testkit::envelope::{self, ActionInput, Descriptor, Members};
use aro_host_testkit::{HostPath, Plugin};
use serde_json::{Value, json};

/// How wide an envelope is printed.
const WIDTH: usize = 100;
const INDENT: &str = "            ";

fn main() -> ExitCode {
    match play() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every reply was the expected one.
fn play() -> Result<bool, Box<dyn Error>> {
    let plugin = Plugin::build(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/validator"))?;
    let info = plugin.info()?;
    println!("{} {}, written in {}", info.name, info.version, info.language);
    for action in &info.actions {
        println!("  {:<20} {}", action.name, action.verbs.join(", "));
    }
    println!("\nIn an envelope, … stands for a copy of all that stands before it.");

    let cases = cases();
    let mut surprises = 0;
    for (number, (statement, expected)) in (1..).zip(&cases) {
        let (text, shown) = statement.envelope();
        let reply = plugin.execute_text(statement.verb, &text)?;
        println!("\n{number:>2}  {}", statement.text());
        println!("    sent    {}", wrapped(&shown));
        println!("    reply   {reply}");
        if reply.json()? != *expected {
            surprises += 1;
            println!("    WRONG   expected {expected}");
        }
    }

    let outstanding = plugin.outstanding();
    println!("\n{} statements, {surprises} unexpected replies, {outstanding} replies not given back", cases.len());
    Ok(surprises == 0 && outstanding == 0)
}

/// What is said, and what has to come back.
fn cases() -> Vec<(Statement, Value)> {
    let ada = json!({ "valid": true, "value": "ada@example.com", "type": "email" });
    let url = "https://user@example.com:8443/a/b?q=1#top";
    let uuid = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    vec![
        (Statement::from_variable("ValidateEmail", "email", json!("ada@example.com")), ada.clone()),
        (
            Statement::from_variable("ValidateEmail", "email", json!("ada@localhost")),
            json!({ "valid": false, "value": "ada@localhost", "type": "email" }),
        ),
        (Statement::from_literal("CheckEmail", json!("ada@example.com")), ada.clone()),
        (Statement::with_only("ValidateEmail", json!({ "value": "ada@example.com" })), ada.clone()),
        // The with-argument has the parameter's name, so it wins over the statement's object.
        (
            Statement::from_variable("ValidateEmail", "email", json!("nobody"))
                .with(json!({ "value": "ada@example.com" })),
            ada,
        ),
        // ARO writes each `/` as `\/`; the plugin sees it as it was.
        (
            Statement::from_variable("ValidateURL", "link", json!(url)),
            json!({ "valid": true, "value": url, "type": "url" }),
        ),
        (
            Statement::from_literal("ValidateURL", json!("http:/example.com")),
            json!({ "valid": false, "value": "http:/example.com", "type": "url" }),
        ),
        (
            Statement::from_variable("ValidatePhone", "phone", json!("0044 20 7946 0958")),
            json!({ "valid": true, "value": "0044 20 7946 0958", "type": "phone", "normalized": "+442079460958" }),
        ),
        (
            Statement::from_variable("ValidateCreditCard", "card", json!("4111 1111 1111 1111")),
            json!({
                "valid": true, "value": "4111 1111 1111 1111", "type": "credit-card",
                "card_type": "Visa", "masked": "****-****-****-1111",
            }),
        ),
        (
            Statement::from_literal("ValidateUUID", json!(uuid)),
            json!({ "valid": true, "value": uuid, "type": "uuid", "version": "7" }),
        ),
        // What goes wrong is an answer too.
        (
            Statement::from_literal("ValidateEmail", json!(42)),
            json!({
                "error": "argument \"value\": expected a string, got the integer 42",
                "error_code": 1, "category": "validation", "details": { "argument": "value" },
            }),
        ),
        (
            Statement::with_only("ValidateEmail", json!({ "email": "ada@example.com" })),
            json!({
                "error": "argument \"value\": expected a string, got an object",
                "error_code": 1, "category": "validation", "details": { "argument": "value" },
            }),
        ),
        (
            Statement::from_literal("ValidateIBAN", json!("GB29 NWBK 6016 1331 9268 19")),
            json!({
                "error": "the plugin \"validator\" has no action \"ValidateIBAN\": it has ValidateCreditCard, CheckCard, \
                          ValidateEmail, CheckEmail, ValidatePhone, CheckPhone, ValidateURL, CheckURL, ValidateUUID, CheckUUID",
                "error_code": 2,
            }),
        ),
    ]
}

/// `Verb the <check> from the <object> with { … }.`
struct Statement {
    verb: &'static str,
    preposition: &'static str,
    /// The name of a variable; `None` for a literal.
    variable: Option<&'static str>,
    object: Value,
    with: Option<Value>,
}

impl Statement {
    fn from_variable(verb: &'static str, variable: &'static str, value: Value) -> Self {
        Self { verb, preposition: "from", variable: Some(variable), object: value, with: None }
    }

    fn from_literal(verb: &'static str, value: Value) -> Self {
        Self { verb, preposition: "from", variable: None, object: value, with: None }
    }

    /// The arguments are the object: hosts send them in both roles.
    fn with_only(verb: &'static str, arguments: Value) -> Self {
        Self { verb, preposition: "with", variable: None, object: arguments.clone(), with: Some(arguments) }
    }

    fn with(self, arguments: Value) -> Self {
        Self { with: Some(arguments), ..self }
    }

    fn text(&self) -> String {
        let object = self.variable.map_or_else(|| aro(&self.object), |name| format!("the <{name}>"));
        let with = match &self.with {
            Some(arguments) if self.preposition != "with" => format!(" with {}", aro(arguments)),
            _ => String::new(),
        };
        let value = self.variable.map_or_else(String::new, |name| format!("   (<{name}> is {})", aro(&self.object)));
        format!("{} the <check> {} {object}{with}.{value}", self.verb, self.preposition)
    }

    /// The envelope as the eager path sends it, and its members as they are shown.
    fn envelope(&self) -> (String, Vec<String>) {
        let envelope = self.input().envelope(HostPath::Eager);
        let text = envelope.to_string();
        let mut shown: Vec<String> = envelope
            .iter()
            .filter(|(name, _)| *name != "_with")
            .map(|(name, json)| format!("{}:{json}", envelope::string(name)))
            .collect();
        let clean =
            self.with.as_ref().map_or_else(String::new, |arguments| format!(",\"_with\":{}", members(arguments)));
        shown.push(format!("\"_with\":{{…{clean}}}"));
        (text, shown)
    }

    fn input(&self) -> ActionInput {
        let input = match (self.variable, &self.with) {
            (Some(name), _) => ActionInput::variable(name).value(host(&self.object)),
            (None, Some(arguments)) => ActionInput::only_with(members(arguments)),
            (None, None) => ActionInput::literal(host(&self.object)),
        };
        let input = input.result(Descriptor::new("check")).preposition(self.preposition);
        match &self.with {
            Some(arguments) => input.with(members(arguments)),
            None => input,
        }
    }
}

/// The members of an object.
fn members(object: &Value) -> Members {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), host(value))).collect()
}

/// JSON as ARO writes it.
fn host(value: &Value) -> String {
    value.to_string().replace('/', "\\/")
}

/// A value as it stands in ARO source.
fn aro(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("{key}: {}", aro(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}

/// The members of an object, with lines broken between them.
fn wrapped(members: &[String]) -> String {
    let mut out = String::from("{");
    let mut width = INDENT.len();
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        if index > 0 && width + member.len() > WIDTH {
            out.truncate(out.trim_end().len());
            out.push('\n');
            out.push_str(INDENT);
            out.push(' ');
            width = INDENT.len();
        }
        out.push_str(member);
        width += member.len() + 2;
    }
    out.push('}');
    out
}
