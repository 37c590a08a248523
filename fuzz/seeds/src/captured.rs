//! The captured exchanges: what real hosts sent, and programs that they ran.

use std::fs;

use serde::Deserialize;
use serde_json::Value;

use crate::{Seeds, root};

#[derive(Deserialize)]
struct Exchange {
    #[serde(default)]
    calls: Option<Vec<Call>>,
    #[serde(default)]
    statement: Option<String>,
    #[serde(default)]
    program: Option<String>,
    #[serde(default)]
    plugins: Option<Vec<Package>>,
}

#[derive(Deserialize)]
struct Call {
    function: String,
    arguments: Vec<Value>,
    reply: Option<String>,
}

#[derive(Deserialize)]
struct Package {
    #[serde(default)]
    yaml: Option<String>,
    #[serde(default)]
    info: Option<Value>,
}

/// What no host has sent: arguments of every form, and those of the plugin's own actions.
const ENVELOPES: [&str; 20] = [
    r#"{"value":{"a":[1,2.5,null,"x"],"b":{}}}"#,
    r#"{"value":"x","_with":{"value":1,"_with":{"value":2}}}"#,
    r#"{"whole":1,"small":2,"real":-0.5e3,"flag":true,"letter":"ä","list":[1,-1]}"#,
    r#"{"text":"\ud83d\ude00","list":[1],"place":{"name":"x","at":[1,2],"tags":{"a":1}},"choice":["a",[1]]}"#,
    r#"{"value":{"a":1},"emissions":[{"type":"X","data":{"b":1}},{"type":"Y"}]}"#,
    r#"{"bytes":"aGk=","message":"no","code":2,"detail":{"a":1}}"#,
    r#"{"list":[1,"a",{"b":null}],"subject":1,"limit":5,"more":true}"#,
    r#"{"amount":5,"text":"x","data":"d","result":1,"source":"s"}"#,
    r#"{"text":"{\"a\": [1, 2]}"}"#,
    r#"{"small":[1,2,3,4],"large":[1,2,3],"real":1.5,"letter":"x","unit":null,"form":"Unit","map":{"1":true,"-2":null}}"#,
    r#"{"forms":["Unit",{"New":1},{"Tuple":[1,2]},{"Struct":{"x":1}}],"form":{"Struct":{"x":0.1}},"named":{"a":"b"}}"#,
    r#"{"number":1,"text":"t","_with":{"_with":{"text":"u"}}}"#,
    // The object is only the with-clause, and fits the subject or does not.
    r#"{"data":{"small":2},"_expression_":{"small":2},"small":2,"source":{"base":"_expression_"},"preposition":"with","_with":{"small":2,"_with":{"small":2}}}"#,
    r#"{"_expression_":{"code":2,"value":1},"source":{"base":"_expression_"},"preposition":"with","_with":{"_with":{"after":2}}}"#,
    // With-arguments have replaced the object under its own name, and under `data` too.
    r#"{"data":{"a":1},"object":{"a":1},"x":5,"source":{"base":"x"},"_with":{"x":5,"_with":{"x":5}}}"#,
    r#"{"data":7,"object":"o","x":5,"source":{"base":"x"},"_with":{"_with":{"x":5,"data":7}}}"#,
    r#"{"data":7,"object":8,"x":5,"source":{"base":"x"},"_with":{"_with":{"x":5,"data":7,"object":8}}}"#,
    // The object has the name of a parameter that is not the subject, or of a host's key.
    r#"{"whole":1,"small":3,"list":[1],"text":"t","source":{"base":"list"},"data":[1],"_with":{"small":4,"list":[2]}}"#,
    r#"{"small":3,"data":9,"text":"t","source":{"base":"small"},"result":{"base":"r","specifiers":["s"]},"preposition":"at","qualifier":"q"}"#,
    r#"{"data":{"limit":1,"k":null},"result":1,"source":{"base":"result","specifiers":["a"]},"_context":1}"#,
];

pub(crate) fn seeds() -> Result<Vec<(&'static str, Seeds)>, Box<dyn std::error::Error>> {
    let [mut scan, mut execute, mut service, mut qualifier, mut object, mut event] = <[Seeds; 6]>::default();
    let [mut invoke, mut statement, mut manifest, mut metadata] = <[Seeds; 4]>::default();
    for file in ["vectors", "programs"] {
        let path = root().join("tests/vectors").join(format!("{file}.json"));
        let exchanges: Vec<Exchange> = serde_json::from_str(&fs::read_to_string(path)?)?;
        for (number, exchange) in exchanges.iter().enumerate() {
            for call in exchange.calls.iter().flatten() {
                let texts: Vec<&str> = call.arguments.iter().filter_map(Value::as_str).collect();
                for text in texts.iter().filter(|text| text.starts_with('{')) {
                    scan.add(&[text.as_bytes()]);
                }
                match (call.function.as_str(), &texts[..]) {
                    ("aro_plugin_execute", [_, envelope]) => {
                        execute.call(b"", number, &[envelope]);
                        service.call(b"", number, &[envelope]);
                    }
                    ("aro_plugin_qualifier", [_, envelope]) => qualifier.call(b"", number, &[envelope]),
                    ("aro_plugin_on_event", [_, payload]) => event.call(b"", number, &[payload]),
                    ("aro_object_read", [_, name]) => object.call(&[4], number, &[name]),
                    ("aro_object_write", [_, name, value]) => object.call(&[6], number, &[name, value]),
                    ("aro_object_list", [pattern]) => object.add(&[&[5], pattern.as_bytes()]),
                    _ => {}
                }
                if let Some(reply) = &call.reply {
                    invoke.add(&[&[b'@' + u8::from(number % 2 == 0)], reply.as_bytes()]);
                    if call.function == "aro_plugin_info" {
                        metadata.add(&[reply.as_bytes()]);
                    }
                }
            }
            for text in [&exchange.statement, &exchange.program].into_iter().flatten() {
                statement.add(&[text.as_bytes()]);
            }
            for package in exchange.plugins.iter().flatten() {
                if let Some(yaml) = &package.yaml {
                    manifest.add(&[yaml.as_bytes()]);
                }
                if let Some(info) = &package.info {
                    metadata.add(&[info.to_string().as_bytes()]);
                }
            }
        }
    }
    for (number, envelope) in ENVELOPES.iter().enumerate() {
        for action in 0..21 {
            execute.call(b"", action, &[envelope]);
        }
        service.call(b"", number, &[envelope]);
        qualifier.call(b"", number, &[envelope]);
        event.call(b"", number, &[envelope]);
        object.call(&[6], number, &["q", envelope]);
        object.add(&[&[5], b"*"]);
    }
    for (number, value) in
        ["1", "\"x\"", "true", "[1,2]", "{\"x\":1,\"y\":2}", "[1,\"a\"]", "\"::1\""].iter().enumerate()
    {
        qualifier.call(
            b"",
            3 + number,
            &[&format!("{{\"value\":{value},\"type\":\"Any\",\"_with\":{{\"count\":2}}}}")],
        );
    }
    event.call(b"", 0, &[r#"{"id":1,"items":["a"],"note":"n","name":"Ada"}"#]);
    for description in ["ordinary", "unpleasant"] {
        let path = root().join("host-testkit/tests/header").join(format!("{description}.json"));
        metadata.add(&[&fs::read(path)?]);
    }
    manifest.add(&[
        b"name: a\nversion: 1\nprovides: []\ndependencies:\n  b: { git: x, ref: v1.2.0, version: '>=1, <3' }\n",
    ]);
    Ok(vec![
        ("scan", scan),
        ("execute", execute),
        ("service", service),
        ("qualifier", qualifier),
        ("system_object", object),
        ("event", event),
        ("invoke", invoke),
        ("statement", statement),
        ("manifest", manifest),
        ("metadata", metadata),
    ])
}
