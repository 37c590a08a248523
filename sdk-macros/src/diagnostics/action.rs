//! What an attribute says of an action, a qualifier or an event: names, verbs, words of the ABI.

super::diagnostics! { "Names and words":
    verbs_missing() {
        message: "an action needs verbs",
        label: "the verb is the word by which programs call it",
        help: "write `#[aro_action(verbs = [\"DoSomething\"])]`",
        example: "#[aro_action]\nfn greet() {}",
    }
    verbs_empty() {
        message: "`verbs` is empty",
        label: "without a verb no program can call the action",
        help: "write at least one, such as `verbs = [\"DoSomething\"]`",
        example: "#[aro_action(verbs = [])]\nfn greet() {}",
    }
    verb_repeated(verb, first) {
        message: "the verb `{verb}` stands twice in this attribute",
        label: "`{first}` is the same verb: programs look verbs up without case and without hyphens, and hosts take `_` for nothing",
        help: "remove one of them",
        example: "#[aro_action(verbs = [\"ParseCSV\", \"parse-csv\"])]\nfn parse() {}",
    }
    verb_built_in(verb) {
        message: "the verb `{verb}` is built into ARO and hides this one",
        label: "a program reaches a hidden verb only with the plugin's handle in front, and this plugin has none",
        help: "give the plugin one, `aro_sdk::plugin! {{ handle = \"MyPlugin\" }}`, so that programs write `MyPlugin.{verb}`; or choose another verb",
        example: "#[aro_action(verbs = [\"Create\"])]\nfn create() {}",
    }
    unwritable(what, name, fault, help) {
        message: "no program can write the {what} `{name}`: {fault}",
        label: "ARO source has it as one word: a letter, then letters, digits and `_`; a hyphen is left out (`Parse-It` is written `ParseIt`)",
        help: "{help}",
        example: "#[aro_action(verbs = [\"2fast\", \"Parse It\", \"the\"])]\nfn parse() {}",
    }
    prepositions_empty(known) {
        message: "`prepositions` is empty",
        label: "a statement has one of them before its object: {known}",
        help: "leave the key out to take all of them, or name at least one",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [])]\nfn greet() {}",
    }
    preposition_unknown(word, near, known) {
        message: "ARO has no preposition `{word}`",
        label: "it has: {known}",
        help: "{near}write one of these, in lower case",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [\"form\"])]\nfn greet() {}",
    }
    preposition_repeated(word) {
        message: "the preposition `{word}` stands twice",
        label: "once is enough",
        help: "remove one of them",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [\"from\", \"from\"])]\nfn greet() {}",
    }
    role_unknown(word, near, known) {
        message: "ARO has no role `{word}`",
        label: "it has: {known}",
        help: "{near}write one of these, or leave the key out for `own`",
        example: "#[aro_action(verbs = [\"Greet\"], role = \"owner\")]\nfn greet() {}",
    }
    returns_reserved(key) {
        message: "the key of a result cannot be `{key}`",
        label: "hosts read `error` and keys that begin with `_` themselves, and an empty key cannot be named",
        help: "choose another key, or leave `returns` out for `result`",
        example: "#[aro_action(verbs = [\"Count\"], returns = \"error\")]\nfn count() -> u32 { 0 }",
    }
    symbol_unfit(symbol, fault) {
        message: "`{symbol}` cannot be the name of a C entry point: {fault}",
        label: "C programs and linkers have to take it",
        help: "write letters, digits and `_` of ASCII, no digit first and no `aro_` in front; or leave `symbol` out",
        example: "#[aro_action(verbs = [\"Greet\"], symbol = \"greet!\")]\nfn greet() {}",
    }
    event_unfit(kind) {
        message: "`{kind}` cannot be the type of an event that is emitted",
        label: "an event has one whole type; patterns are for those who listen",
        help: "write the type, such as `UserCreated`",
        example: "#[aro_action(verbs = [\"Greet\"], emits = [\"User*\"])]\nfn greet() {}",
    }
    pattern_missing(found) {
        message: "#[aro_on_event] takes the type of the events as its only argument, {found}",
        label: "it must be known when the crate is compiled, so only one string literal will do",
        help: "write `#[aro_on_event(\"UserCreated\")]`, `#[aro_on_event(\"User*\")]` or `#[aro_on_event(\"*\")]`",
        example: "#[aro_on_event]\nfn heard() {}",
    }
    pattern_empty() {
        message: "the pattern of #[aro_on_event] is empty",
        label: "no event has such a type",
        help: "write the type of the events, or `\"*\"` for all events",
        example: "#[aro_on_event(\"\")]\nfn heard() {}",
    }
    pattern_star(pattern) {
        message: "the pattern `{pattern}` can match nothing: `*` stands at the end only",
        label: "hosts compare the whole type, or what stands before a `*` at the end",
        help: "write for example `User*`, or several #[aro_on_event] on several functions",
        example: "#[aro_on_event(\"*Created\")]\nfn heard() {}",
    }
    type_unknown(word, near, known) {
        message: "ARO has no type `{word}`",
        label: "it has: {known}",
        help: "{near}write one of these",
        example: "#[aro_qualifier(input_types = [\"Integer\"])]\nfn double(value: i64) -> i64 { value * 2 }",
    }
    types_empty(key) {
        message: "`{key}` names no type",
        label: "no value could ever be passed",
        help: "name at least one type, or leave the key out so that they follow from the Rust type",
        example: "#[aro_qualifier(input_types = [])]\nfn double(value: i64) -> i64 { value * 2 }",
    }
    name_empty(key) {
        message: "`{key}` is empty",
        label: "programs could not name it",
        help: "write a name, or leave `{key}` out",
        example: "#[aro_service(name = \"\")]\nimpl Counter { fn count(&self) {} }",
    }
}
