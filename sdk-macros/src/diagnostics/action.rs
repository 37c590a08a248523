//! Names, verbs, and words of the ABI.

super::diagnostics! { "Names and words":
    verbs_missing() {
        message: "an action needs at least one verb",
        label: "programs call an action by its verb",
        help: "write `#[aro_action(verbs = [\"DoSomething\"])]`",
        example: "#[aro_action]\nfn greet() {}",
    }
    verbs_empty() {
        message: "`verbs` is empty",
        label: "programs call an action by its verb, so it needs at least one",
        help: "write for example `verbs = [\"DoSomething\"]`",
        example: "#[aro_action(verbs = [])]\nfn greet() {}",
    }
    verb_repeated(verb, first) {
        message: "this attribute has the verb `{verb}` twice",
        label: "`{first}` is the same verb, because hosts ignore case, hyphens and underscores when they look up a verb",
        help: "remove one of them",
        example: "#[aro_action(verbs = [\"ParseCSV\", \"parse-csv\"])]\nfn parse() {}",
    }
    verb_built_in(verb) {
        message: "the built-in verb `{verb}` hides this one",
        label: "a program reaches a hidden verb only by writing the plugin's handle before it, and this plugin has no handle",
        help: "give the plugin a handle, `aro_sdk::plugin! {{ handle = \"MyPlugin\" }}`, so that programs can write `MyPlugin.{verb}`; or choose another verb",
        example: "#[aro_action(verbs = [\"Create\"])]\nfn create() {}",
    }
    unwritable(what, name, fault, help) {
        message: "no program can write the {what} `{name}`: {fault}",
        label: "in ARO source it is one word: a letter, then letters, digits and `_`; programs leave out a hyphen (`Parse-It` is written `ParseIt`)",
        help: "{help}",
        example: "#[aro_action(verbs = [\"2fast\", \"Parse It\", \"the\"])]\nfn parse() {}",
    }
    prepositions_empty(known) {
        message: "`prepositions` is empty",
        label: "a statement has one of these before its object: {known}",
        help: "leave the key out to accept all of them, or list at least one",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [])]\nfn greet() {}",
    }
    preposition_unknown(word, near, known) {
        message: "ARO has no preposition `{word}`",
        label: "its prepositions are: {known}",
        help: "{near}write one of these, in lower case",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [\"form\"])]\nfn greet() {}",
    }
    preposition_repeated(word) {
        message: "`prepositions` has `{word}` twice",
        label: "the second one has no effect",
        help: "remove one of them",
        example: "#[aro_action(verbs = [\"Greet\"], prepositions = [\"from\", \"from\"])]\nfn greet() {}",
    }
    role_unknown(word, near, known) {
        message: "ARO has no role `{word}`",
        label: "its roles are: {known}",
        help: "{near}write one of these, or leave the key out for `own`",
        example: "#[aro_action(verbs = [\"Greet\"], role = \"owner\")]\nfn greet() {}",
    }
    returns_reserved(key) {
        message: "a result cannot have the key `{key}`",
        label: "hosts read `error` and keys that begin with `_` themselves, and programs cannot name an empty key",
        help: "choose another key, or leave `returns` out for `result`",
        example: "#[aro_action(verbs = [\"Count\"], returns = \"error\")]\nfn count() -> u32 { 0 }",
    }
    symbol_unfit(symbol, fault) {
        message: "`{symbol}` cannot be the name of a C entry point: {fault}",
        label: "the name is exported to the whole process, and C code, linkers and the C library must accept it",
        help: "use ASCII letters, digits and `_`, without a digit, `_` or `aro_` at the beginning, and the name of your crate in front; or leave `symbol` out",
        example: "#[aro_action(verbs = [\"Greet\"], symbol = \"greet!\")]\nfn greet() {}",
    }
    event_unfit(kind) {
        message: "`{kind}` cannot be the type of an emitted event",
        label: "an emitted event has one exact type; patterns are for handlers",
        help: "write the type, for example `UserCreated`",
        example: "#[aro_action(verbs = [\"Greet\"], emits = [\"User*\"])]\nfn greet() {}",
    }
    pattern_missing(found) {
        message: "#[aro_on_event] needs the type of the events, {found}",
        label: "the macro must know the type at compile time, so it must be one string literal",
        help: "write `#[aro_on_event(\"UserCreated\")]`, `#[aro_on_event(\"User*\")]` or `#[aro_on_event(\"*\")]`",
        example: "#[aro_on_event]\nfn handle() {}",
    }
    pattern_empty() {
        message: "the pattern of #[aro_on_event] is empty",
        label: "no event has an empty type",
        help: "write the type of the events, or `\"*\"` for all events",
        example: "#[aro_on_event(\"\")]\nfn handle() {}",
    }
    pattern_star(pattern) {
        message: "the pattern `{pattern}` matches no event: `*` is allowed only at the end",
        label: "hosts compare the whole type, or what comes before a `*` at the end",
        help: "write for example `User*`, or write a handler for each type",
        example: "#[aro_on_event(\"*Created\")]\nfn handle() {}",
    }
    type_unknown(word, near, known) {
        message: "ARO has no type `{word}`",
        label: "its types are: {known}",
        help: "{near}write one of these",
        example: "#[aro_qualifier(input_types = [\"Integer\"])]\nfn double(value: i64) -> i64 { value * 2 }",
    }
    types_empty(key) {
        message: "`{key}` lists no type",
        label: "hosts pass only values of the listed types, so they would pass none",
        help: "list at least one type, or leave the key out so that the types follow from the Rust type",
        example: "#[aro_qualifier(input_types = [])]\nfn double(value: i64) -> i64 { value * 2 }",
    }
    name_empty(key) {
        message: "`{key}` is empty",
        label: "programs could not write the name",
        help: "write a name, or leave `{key}` out",
        example: "#[aro_service(name = \"\")]\nimpl Counter { fn count(&self) {} }",
    }
}
