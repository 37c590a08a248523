//! The catalogue of rules.

/// A rule of the ABI that a plugin can break.
///
/// The [`id`](Rule::id) is stable:
/// [`ConformanceCheck::accept`](super::ConformanceCheck::accept) takes it, and a test may compare
/// it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The rule's name.
    pub id: &'static str,
    /// What a plugin that keeps the rule does.
    pub rule: &'static str,
    /// What happens when a plugin breaks it, and on which host paths. "ABI, section 4" is a section
    /// of [the ABI's page](aro_abi::reference).
    pub why: &'static str,
    /// What to change.
    pub fix: &'static str,
}

/// Every rule, in the order in which they are checked.
#[must_use]
pub fn rules() -> &'static [Rule] {
    RULES
}

pub(super) fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

macro_rules! rules {
    ($($id:literal: $rule:literal; why: $why:literal; fix: $fix:literal.)*) => {
        static RULES: &[Rule] = &[$(Rule { id: $id, rule: $rule, why: $why, fix: $fix },)*];
    };
}

rules! {
    "not-loaded": "the library loads, and loading it does not end the process";
    why: "no host can use the plugin (ABI, section 8)";
    fix: "provide the libraries that the loader misses; do not let an initialiser fail".

    "extra-export": "the library exports only the ABI's twelve functions, the entry points that the metadata declare, and typed functions";
    why: "compiled: other names are not renamed, so two plugins that export the same name do not link; interpreter: the second \
          plugin's references bind to the first plugin's function (ABI, sections 1 and 8)";
    fix: "C: use `static` or -fvisibility=hidden; Rust: no `#[no_mangle]` on helpers; or declare the function as the `symbol` of its \
          action".

    "undefined-name": "the library, or one that it is linked with, has every function to which it refers";
    why: "all paths: functions are looked up at their first call, which ends the program if the loader does not find one (ABI, \
          section 8)";
    fix: "link the library that has the function, or remove the reference; to find it at once, link with -Wl,-z,defs".

    "bound-elsewhere": "no reference inside the library is to a name that it exports";
    why: "interpreter: libraries are loaded with RTLD_GLOBAL, so the reference binds to the plugin that was loaded first: that \
          plugin's code runs, and its allocator frees this plugin's memory (ABI, section 8)";
    fix: "make each exported function a wrapper of a `static` (private) one, and call or take the address of the private one".

    "info-reply": "aro_plugin_info returns a JSON object";
    why: "all paths: with anything else the plugin loads with nothing in it, and no host reports that (ABI, section 7)";
    fix: "return one JSON object in UTF-8".

    "info-name": "the plugin has a name and a version, and everything that it declares has a name";
    why: "all paths: what has no name cannot be registered (ABI, section 7)";
    fix: "add the strings `name` and `version`; a `name` to each action, qualifier and service; an `identifier` to each system object".

    "info-key": "keys of the metadata are spelled as hosts read them";
    why: "all paths: a key in another spelling is ignored silently (ABI, section 7)";
    fix: "write the key as shown".

    "info-type": "values of the metadata have the types that hosts read";
    why: "all paths: one element of a wrong type empties its whole list (ABI, section 7)";
    fix: "write the type as shown".

    "info-role": "a role is request, own, response, export or server";
    why: "all paths: hosts know no other role (ABI, section 7)";
    fix: "use one of the five".

    "info-preposition": "prepositions are those of ARO: from for against to into via with on at by";
    why: "no program can write another one (ABI, section 3)";
    fix: "use one of these".

    "info-input-type": "a qualifier's inputTypes are String, Int, Double, Bool, List and Object";
    why: "interpreter: types are compared before the call, so a qualifier with an unknown type is never called (ABI, section 6)";
    fix: "use these words, with a capital letter".

    "event-pattern": "a subscription is the type of an event, `Prefix*`, or `*`";
    why: "interpreter: a `*` in another place is an ordinary character and matches nothing (ABI, section 7)";
    fix: "subscribe to a prefix, or to each type".

    "verb-unspellable": "an ARO program can write every verb";
    why: "all paths: a verb is one identifier, or two with a dot between them, and not a reserved word (ABI, section 4)";
    fix: "choose another verb".

    "verb-twice": "no two actions have the same verb";
    why: "all paths: programs look verbs up without regard to case and hyphens, and one of the two actions is never reached (ABI, section 4)";
    fix: "give one of the actions another verb".

    "verb-hidden": "a plugin with a verb that ARO has itself has a handle";
    why: "all paths: the built-in verb wins, and only `Handle.Verb` reaches the plugin's (ABI, section 4)";
    fix: "choose another verb; or set `handle:` in plugin.yaml, and `handle` in the metadata, so that this check knows of it".

    "plugin-yaml": "plugin.yaml can be read, and says the same as the library and its metadata";
    why: "all paths: hosts take the name, the handle, the library and, on the lazy path, the verbs from plugin.yaml, and compare them \
          with nothing (ABI, section 8)";
    fix: "write in plugin.yaml what the metadata have, and as `output` the name of the file that cargo makes on this system".

    "missing-function": "the library exports a function for everything that the metadata declare";
    why: "interpreter: qualifiers without aro_plugin_qualifier are silently not registered, and events without aro_plugin_on_event are \
          not delivered; all paths: actions cannot be called without aro_plugin_execute (ABI, section 1)";
    fix: "export the function, or remove the declaration".

    "kills-host": "no call ends the process by a signal";
    why: "all paths: the plugin runs inside the program, which ends with it";
    fix: "return `{\"error\":\"…\"}`; in Rust, catch panics inside the `extern \"C\"` function, and do not build with panic = \"abort\"".

    "exits-host": "no call exits the process";
    why: "all paths: the plugin runs inside the program, which ends with it";
    fix: "return `{\"error\":\"…\"}` instead of exiting".

    "hangs": "every call returns";
    why: "all paths: hosts have no time limit, so the program hangs";
    fix: "end the loop, or limit it; if the call is only slow, raise `ConformanceCheck::deadline`".

    "not-freeable": "aro_plugin_free accepts every pointer that the plugin returned";
    why: "all paths: hosts give every pointer back exactly once, that of aro_plugin_info too, so a static string reaches `free` (ABI, \
          section 1)";
    fix: "return memory that aro_plugin_free frees: `strdup` with `free`, `CString::into_raw` with `CString::from_raw`".

    "reply-null": "a reply is never NULL";
    why: "interpreter: the action runs up to three times and then fails; legacy and compiled: it fails without a message (ABI, sections \
          2 and 4)";
    fix: "return `{\"error\":\"…\"}`".

    "reply-utf8": "a reply is UTF-8";
    why: "all paths: the statement fails, and the reply is lost (ABI, section 5)";
    fix: "convert strings to UTF-8 before they go into a reply".

    "reply-json": "a reply is JSON";
    why: "all paths: the statement fails, and the reply is lost (ABI, section 5)";
    fix: "use a JSON library, which escapes quotes and control characters".

    "reply-object": "an action's reply is an object";
    why: "interpreter: a list is bound as a string, and anything else at the top fails (ABI, section 5)";
    fix: "put the value under a key, such as `result`".

    "reply-null-value": "no value in a reply is null";
    why: "interpreter: null becomes the string \"null\", and in a qualifier's result an empty string (ABI, sections 5 and 6)";
    fix: "leave the key out".

    "reply-number": "whole numbers in a reply are smaller than 2^63 - 1";
    why: "interpreter: larger ones become inexact doubles (ABI, section 5)";
    fix: "send such numbers as strings".

    "reply-depth": "a reply nests at most 512 levels deep";
    why: "interpreter: a deeper reply is refused (ABI, section 5)";
    fix: "make the value flatter".

    "error-field": "a successful reply has no string under `error`";
    why: "legacy and compiled: a string under `error` is thrown, so the program never gets the rest of the reply (ABI, section 5)";
    fix: "give the field another name, such as `reason`; in a failure, put everything else under `details`".

    "error-without-code": "a reply with a string under `error` is a failure, and has an `error_code`";
    why: "legacy and compiled: every reply with a string under `error` is thrown, also that of a success. Without `error_code`, \
          neither a program nor this check can tell a failure from data that has a member `error` (ABI, section 5)";
    fix: "in a failure, add `error_code`; in a success, give the field another name, such as `reason`; where neither can be changed, \
          accept this rule with the reason".

    "error-code": "error_code is a number from 1 to 10, and category is a word of the ABI";
    why: "programs that read the reply do not know other codes (ABI, section 5)";
    fix: "use one of the ten codes, and one of the categories validation, io, authentication and rateLimiting".

    "events-shape": "_events is a list of `{\"type\":\"text\",\"data\":{…}}`";
    why: "eager: an entry without `type` is skipped, `data` that is not an object is lost, and if one entry is not an object, nothing is \
          published (ABI, section 5)";
    fix: "write the events in this shape".

    "retry-text": "no reply of a known action contains `Unknown action:`";
    why: "interpreter: wherever it is, even inside data, the action runs again, up to three times (ABI, section 4)";
    fix: "escape it where it comes from data, for instance as `Unknown action\\u003a`".

    "verb-unreachable": "a verb reaches its action exactly as declared; an action without verbs is reached by its name as written and in \
                         lower case";
    why: "all paths: this is the action string that the host sends (ABI, sections 2 and 4)";
    fix: "compare the action string with what the metadata declare".

    "spelling-unreachable": "an action is also reached by its verb in lower case, and by its verb and its name in snake case";
    why: "interpreter: retries use the forms in snake case; lazy: the verb arrives as plugin.yaml spells it (ABI, sections 2 and 4)";
    fix: "compare without regard to case, `-` and `_`".

    "unknown-action": "a call of an unknown action returns an error";
    why: "all paths: otherwise the program continues with the reply of an action that it did not name (ABI, section 4)";
    fix: "return `{\"error\":\"Unknown action: <name>\"}`".

    "service-unreachable": "every declared method is reached by `service:<method>`";
    why: "interpreter: this is the action string of a service call (ABI, section 3)";
    fix: "look for the prefix `service:` in aro_plugin_execute".

    "qualifier-unreachable": "a qualifier is reached by its name in lower case";
    why: "interpreter: the name arrives in lower case, however it was declared (ABI, section 6)";
    fix: "compare without regard to case".

    "qualifier-reply": "a qualifier replies `{\"result\":value}` with a value that is not null, or `{\"error\":\"text\"}`";
    why: "interpreter: anything else fails (ABI, section 6)";
    fix: "put the value under `result`".

    "null-pointer": "a NULL argument gives an error and does not crash";
    why: "callers in C may pass NULL, and so may future hosts; released hosts pass strings";
    fix: "check both pointers before you read them".

    "invalid-utf8": "bytes that are not UTF-8 give an error and do not crash";
    why: "compiled programs and callers in C pass bytes on unchecked";
    fix: "check them (`CStr::to_str`), and do not `unwrap`".

    "malformed-json": "a string that is not JSON gives an error and does not crash";
    why: "callers in C may pass one, and so may future hosts";
    fix: "check what the JSON library returns".

    "deep-json": "deep nesting gives an error and does not crash";
    why: "all paths: a program's value may nest to any depth, and a recursive parser overflows the stack";
    fix: "limit the depth (serde_json does), or parse without recursion".

    "pointer-twice": "a reply stays unchanged until it is given back, has an address of its own, and is not returned again";
    why: "all paths: calls overlap, so one reply overwrites another, and the pointer is freed twice (ABI, sections 1 and 3)";
    fix: "allocate each reply".

    "free-null": "aro_plugin_free(NULL) does nothing";
    why: "callers in C pass NULL as they do to `free`; hosts do not";
    fix: "return at once when the pointer is NULL".

    "overlap": "calls on several threads at once do not disturb each other";
    why: "interpreter: calls overlap without a lock (ABI, section 3)";
    fix: "share state between calls only behind a lock or in atomics; use no static buffers".

    "init-twice": "register and init can come in any order and more than once";
    why: "eager calls both, legacy either one, before info; a reload calls them again (ABI, section 2)";
    fix: "do nothing the second time".

    "without-init": "a call before init does not crash";
    why: "legacy-dylib never calls init (ABI, section 2)";
    fix: "initialise in the first call, or return an error".

    "shutdown-twice": "shutdown can come twice, and without init";
    why: "interpreter: it is called when a plugin is unloaded, whatever was called before (ABI, section 2)";
    fix: "free once, and set the pointers to NULL".

    "after-shutdown": "a call after shutdown does not crash";
    why: "interpreter: calls that began before an unload may arrive after it (ABI, sections 2 and 3)";
    fix: "return an error with code 7, invalidState".
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_in_kebab_case_and_unique() {
        let ids: BTreeSet<_> = rules().iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
    }
}
