//! The arguments of any attribute, and the item that carries it.

super::diagnostics! { "Attributes":
    unreadable_list(place, error) {
        message: "cannot parse {place}: {error}",
        label: "an attribute is a list of `key = value` and `key`, with commas between them",
        help: "write for example `key = \"text\", other = [\"a\", \"b\"], flag`",
        example: "#[aro_action(verbs = [\"Greet\"] role = \"own\")]\nfn greet() {}",
    }
    not_a_list(place, came, example) {
        message: "{place} takes `key = value` pairs, not {came} alone",
        label: "the key says what the value means",
        help: "write `{example}`",
        example: "#[aro_action(\"Greet\")]\nfn greet() {}",
    }
    unknown_key(place, key, near, known) {
        message: "{place} has no key `{key}`",
        label: "its keys are: {known}",
        help: "{near}write one of these keys, or remove `{key}`",
        example: "#[aro_action(verb = [\"Greet\"])]\nfn greet() {}",
    }
    repeated_key(place, key) {
        message: "{place} has the key `{key}` twice",
        label: "a key has one value",
        help: "remove one; for several values write a list: `key = [\"a\", \"b\"]`",
        example: "#[aro_action(verbs = [\"Greet\"], verbs = [\"Hail\"])]\nfn greet() {}",
    }
    missing_value(key, shape) {
        message: "the key `{key}` needs a value",
        label: "there is no `=` after it",
        help: "write `{shape}`",
        example: "#[aro_action(verbs)]\nfn greet() {}",
    }
    needless_value(key) {
        message: "the key `{key}` takes no value",
        label: "this key is a flag: it is on when it is written, and off when it is not",
        help: "write `{key}` alone, or leave it out",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg(subject = true)] name: &str) {}",
    }
    not_string(key, found, shape) {
        message: "`{key}` takes a string, got {found}",
        label: "the macro must know the value at compile time, so it must be a string literal",
        help: "write `{shape}`",
        example: "#[aro_action(verbs = [Greet], since = 1.0)]\nfn greet() {}",
    }
    not_boolean(key, found) {
        message: "`{key}` takes `true` or `false`, got {found}",
        label: "the macro must know the value at compile time, so it must be one of these two literals",
        help: "write `{key} = true` or `{key} = false`",
        example: "aro_sdk::plugin! { entry_points = \"no\" }",
    }
    not_crate(key, found) {
        message: "`{key}` takes names of crates, got {found}",
        label: "the items of these crates are registered in this one",
        help: "write the name as in Rust paths, without quotes: `{key} = [my_crate]`",
        example: "aro_sdk::plugin! { uses = [\"my-crate\"] }",
    }
    not_path(found) {
        message: "`crate` takes the path of the SDK, got {found}",
        label: "generated code uses this path instead of `::aro_sdk`",
        help: "write for example `crate = ::renamed_sdk` or `crate = my_crate::aro_sdk`",
        example: "aro_sdk::plugin! { crate = \"aro_sdk\" }",
    }
    not_list(attribute, shape) {
        message: "`#[{attribute}]` takes a list in parentheses",
        label: "without a list it has no effect",
        help: "write for example `{shape}`",
        example: "#[aro_action(verbs = [\"Greet\"])]\nfn greet(#[arg] name: &str) {}",
    }
    wrong_item(attribute, wanted, found, help) {
        message: "#[{attribute}] belongs on {wanted}, not on {found}",
        label: "it cannot generate code for such an item",
        help: "{help}move the attribute to {wanted}, or remove it",
        example: "#[aro_action(verbs = [\"Greet\"])]\nstruct Greeter;",
    }
    internal(attribute, panic) {
        message: "#[{attribute}] failed: {panic}",
        label: "this is a bug in aro-sdk-macros, not in your code",
        help: "please report it to the authors of aro-sdk, together with the item that carries the attribute",
        example: "// No code is known that causes it.",
    }
    duration_unreadable(key, text, fault) {
        message: "`{key} = \"{text}\"` is no duration: {fault}",
        label: "a duration is a number and one of the units `ms`, `s`, `min` and `h`, and at least 1 ms",
        help: "write for example `{key} = \"500ms\"`, `{key} = \"2s\"` or `{key} = \"1.5min\"`",
        example: "#[aro_action(verbs = [\"Crawl\"], timeout = \"2 seconds\")]\nasync fn crawl() {}",
    }
}
