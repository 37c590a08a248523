//! The calls of one plugin: of each item those that succeed and those that fail, and each function
//! with NULL.

use std::path::Path;

use aro_abi::symbols;
use aro_host_testkit::{Info, Plugin};
use serde_json::{Value, json};

use crate::{is_success, samples};

#[derive(Default)]
pub(crate) struct Calls {
    /// The words of each call, and whether it has to succeed.
    calls: Vec<(Vec<String>, bool)>,
}

/// In the file of calls.
const NULL: &str = "-";

impl Calls {
    /// The calls of the plugin in this library, by its metadata.
    pub(crate) fn of(example: &str, library: &Path) -> Self {
        let plugin = Plugin::open(library).unwrap();
        let info = plugin.info().unwrap();
        let mut calls = Self::default();
        calls.life(example, &info);
        // Once more, after the shutdown.
        calls.call(&[symbols::INFO]);
        calls.call(&[symbols::ON_EVENT, "AfterShutdown", "{}"]);
        calls.call(&[symbols::EXECUTE, "after shutdown", "{}"]);
        calls.life(example, &info);
        let typed = library.file_stem().unwrap().to_string_lossy().replacen("lib", "", 1);
        for function in ["describe", "last_error", "free"] {
            let name = format!("{typed}_{function}");
            if plugin.has_symbol(&name) {
                calls.call(&[&name]);
            }
        }
        for name in symbols::ALL {
            let called = calls.calls.iter().any(|(words, _)| words[0] == name);
            assert_eq!(called, plugin.has_symbol(name), "{example}: {name}");
        }
        calls
    }

    fn call(&mut self, words: &[&str]) {
        self.calls.push((words.iter().map(|word| (*word).to_owned()).collect(), false));
    }

    fn succeeding(&mut self, words: &[&str]) {
        self.call(words);
        self.calls.last_mut().unwrap().1 = true;
    }

    /// From the start to the shutdown.
    fn life(&mut self, example: &str, info: &Info) {
        self.call(&[symbols::SET_INVOKE, "answer"]);
        self.call(&[symbols::REGISTER]);
        self.succeeding(&[symbols::INFO]);
        self.call(&[symbols::INIT]);
        self.succeeding(&[symbols::INFO]);
        self.call(&[symbols::FREE]);
        for action in &info.actions {
            let input = samples::of(example, &action.name);
            self.inputs(&[symbols::EXECUTE, &action.name], &input);
            if let Some(verb) = action.verbs.last() {
                self.succeeding(&[symbols::EXECUTE, verb, &input.to_string()]);
            }
            if let Some(symbol) = &action.symbol {
                self.inputs(&[symbol], &input);
            }
        }
        for method in info.services.iter().flat_map(|service| &service.methods) {
            let action = format!("service:{method}");
            self.inputs(&[symbols::EXECUTE, &action], &samples::of(example, &action));
        }
        for qualifier in &info.qualifiers {
            self.inputs(&[symbols::QUALIFIER, &qualifier.name], &samples::of(example, &qualifier.name));
        }
        for function in [symbols::EXECUTE, symbols::QUALIFIER] {
            self.call(&[function, "nobody", "{}"]);
            self.call(&[function, NULL, "{}"]);
            self.call(&[function, NULL, NULL]);
        }
        for pattern in info.events.subscribes.iter().map(String::as_str).chain(["Unknown"]) {
            let event = pattern.replace('*', "Anything");
            for payload in [r#"{"level":"high","n":[1]}"#, "{", "7", NULL] {
                self.call(&[symbols::ON_EVENT, &event, payload]);
            }
        }
        self.call(&[symbols::ON_EVENT, NULL, NULL]);
        self.objects(info);
        self.call(&[symbols::SET_INVOKE, NULL]);
        self.call(&[symbols::SHUTDOWN]);
        self.call(&[symbols::SHUTDOWN]);
    }

    fn objects(&mut self, info: &Info) {
        for object in &info.system_objects {
            let name = &*object.identifier;
            self.succeeding(&[symbols::OBJECT_WRITE, name, "key", r#"{"a":["b"]}"#]);
            self.succeeding(&[symbols::OBJECT_WRITE, name, "other", "no JSON"]);
            self.succeeding(&[symbols::OBJECT_READ, name, "key"]);
            self.call(&[symbols::OBJECT_READ, name, "absent"]);
            self.call(&[symbols::OBJECT_READ, name, NULL]);
            self.call(&[symbols::OBJECT_WRITE, name, "key", NULL]);
        }
        for pattern in ["*", "key", "k*", "", NULL] {
            self.call(&[symbols::OBJECT_LIST, pattern]);
        }
        self.call(&[symbols::OBJECT_READ, "nobody", "key"]);
        self.call(&[symbols::OBJECT_READ, NULL, NULL]);
        self.call(&[symbols::OBJECT_WRITE, NULL, NULL, NULL]);
    }

    /// The input, its damaged forms, and others.
    fn inputs(&mut self, function: &[&str], input: &Value) {
        let text = input.to_string();
        self.succeeding(&[function, &[&text]].concat());
        let mut strange = input.clone();
        for (key, value) in strange.as_object_mut().unwrap() {
            *value = if key == "type" { value.clone() } else { json!([{ "strange": null }]) };
        }
        let cut = &text[..text.floor_char_boundary(text.len() / 2)];
        for other in [&*strange.to_string(), cut, "{}", "[]", "", "{\"a\":\"\\ud800\"}", NULL] {
            self.call(&[function, &[other]].concat());
        }
    }

    /// The file for the program.
    pub(crate) fn lines(&self) -> String {
        self.calls.iter().map(|(words, _)| words.join("\t") + "\n").collect()
    }

    /// The calls that should have succeeded, with what the program has printed instead.
    pub(crate) fn failed(&self, printed: &str) -> Vec<String> {
        let replies: Vec<&str> = printed.lines().collect();
        assert_eq!(replies.len(), self.calls.len(), "{printed}");
        let failed = self.calls.iter().zip(replies).filter(|((_, succeeds), reply)| *succeeds && !is_success(reply));
        failed.map(|((words, _), reply)| format!("{words:?}: {reply}")).collect()
    }
}
