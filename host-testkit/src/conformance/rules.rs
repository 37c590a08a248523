//! The catalogue of rules.

/// A rule of the ABI that a plugin can break.
///
/// The [`id`](Rule::id) is stable: it is what [`ConformanceCheck::skip`](super::ConformanceCheck::skip) takes and what a test may rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// The rule's name.
    pub id: &'static str,
    /// What a sound plugin does.
    pub rule: &'static str,
    /// What comes of breaking it, and on which host paths. "ABI" and a number name a section of the ABI's page.
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
    ($($id:literal: $rule:literal; why: $why:literal; fix: $mend:literal.)*) => {
        static RULES: &[Rule] = &[$(Rule { id: $id, rule: $rule, why: $why, fix: $mend },)*];
    };
}

rules! {
    "not-loaded": "the library loads, and loading it ends nothing";
    why: "no host path gets any further (ABI, section 8)";
    fix: "give the library what the loader misses; let no initialiser do what can fail".

    "extra-export": "nothing is exported but the ABI's twelve names and the entry points that the metadata declare";
    why: "compiled: other names are not renamed, so two plugins that export one do not link; interpreter: the second plugin's references \
          bind to the first's (ABI, sections 1 and 8)";
    fix: "C: `static`, or -fvisibility=hidden; Rust: no `#[no_mangle]` on helpers; or name the function under `symbol` in its action".

    "bound-elsewhere": "nothing inside the library refers to a name that it exports";
    why: "interpreter: libraries are loaded with RTLD_GLOBAL, so the reference binds to the plugin that was loaded first: its code runs, its \
          memory is freed by the wrong allocator (ABI, section 8)";
    fix: "let exported functions be shells over `static` (private) ones, and call or take the address of those".

    "info-reply": "aro_plugin_info returns a JSON object";
    why: "all paths: with anything else the plugin loads with nothing, and no host says so (ABI, section 7)";
    fix: "return one JSON object in UTF-8".

    "info-name": "the plugin has a name and a version, and everything it declares has a name";
    why: "all paths: what has no name cannot be registered (ABI, section 7)";
    fix: "add the texts `name` and `version`; a `name` to each action, qualifier and service; an `identifier` to each system object".

    "info-key": "keys are spelled as hosts read them";
    why: "all paths: another spelling is ignored, without a word (ABI, section 7)";
    fix: "write the key as shown".

    "info-type": "values have the types that hosts read";
    why: "all paths: one element of a wrong type empties the whole list that it stands in (ABI, section 7)";
    fix: "write the type as shown".

    "info-role": "a role is request, own, response, export or server";
    why: "all paths: no other role is known (ABI, section 7)";
    fix: "take one of the five".

    "info-preposition": "prepositions are those of ARO: from for against to into via with on at by";
    why: "no program can write another one (ABI, section 3)";
    fix: "take one of these".

    "info-input-type": "a qualifier's inputTypes are String, Int, Double, Bool, List and Object";
    why: "interpreter: types are compared before the call, so with an unknown one the qualifier is never called (ABI, section 6)";
    fix: "take these words, with a capital".

    "event-pattern": "a subscription is an exact type, `Prefix*`, or `*`";
    why: "interpreter: a `*` elsewhere is a letter like others and matches nothing (ABI, section 7)";
    fix: "subscribe to a prefix, or to each type".

    "verb-unspellable": "an ARO program can write every verb";
    why: "all paths: a verb is one identifier and no word that ARO keeps (ABI, section 4)";
    fix: "choose another verb".

    "verb-twice": "no two actions have one verb";
    why: "all paths: programs look verbs up without case and hyphens, and one of the two is never reached (ABI, section 4)";
    fix: "give one of them another verb".

    "verb-hidden": "a verb that ARO has itself belongs to a plugin with a handle";
    why: "all paths: the built-in verb wins, and only `Handle.Verb` reaches the plugin's (ABI, section 4)";
    fix: "choose another verb; or set `handle:` in plugin.yaml, and say so here by `handle` in the metadata".

    "missing-function": "what the metadata declare has its function";
    why: "interpreter: qualifiers without aro_plugin_qualifier are silently not registered, events without aro_plugin_on_event never delivered; \
          all paths: actions cannot be called without aro_plugin_execute (ABI, section 1)";
    fix: "export the function, or take the declaration out".

    "kills-host": "no call ends the process by a signal";
    why: "all paths: the plugin runs inside the program, and takes it along";
    fix: "answer `{\"error\":\"…\"}`; in Rust catch panics before an `extern \"C\"` function ends, and do not build with panic = \"abort\"".

    "exits-host": "no call exits the process";
    why: "all paths: the plugin runs inside the program, and takes it along";
    fix: "answer `{\"error\":\"…\"}` instead of exiting".

    "hangs": "every call returns";
    why: "all paths: hosts have no deadline, so the program stands still";
    fix: "end the loop, or give it a limit; if the call is only slow, raise `ConformanceCheck::deadline`".

    "not-freeable": "aro_plugin_free takes back what the plugin returned";
    why: "all paths: hosts give every pointer back exactly once, that of aro_plugin_info too, so a static text reaches `free` (ABI, section 1)";
    fix: "return memory that aro_plugin_free frees: `strdup` with `free`, `CString::into_raw` with `CString::from_raw`".

    "reply-null": "a reply is never NULL";
    why: "interpreter: the action is run up to three times and then fails; legacy and compiled: it fails without a message (ABI, sections 2 and 4)";
    fix: "return `{\"error\":\"…\"}`".

    "reply-utf8": "a reply is UTF-8";
    why: "all paths: the statement fails and the text is lost (ABI, section 5)";
    fix: "convert text before it is put into a reply".

    "reply-json": "a reply is JSON";
    why: "all paths: the statement fails and the text is lost (ABI, section 5)";
    fix: "use a JSON library, which escapes quotes and control characters".

    "reply-object": "an action's reply is an object";
    why: "interpreter: an array is bound as text, anything else at the top fails (ABI, section 5)";
    fix: "put the value under a key, such as `result`".

    "reply-null-value": "a reply holds no null";
    why: "interpreter: null becomes the text \"null\", and an empty text in what a qualifier gives (ABI, sections 5 and 6)";
    fix: "leave the key out".

    "reply-number": "whole numbers in a reply are smaller than 2^63 - 1";
    why: "interpreter: from there on they become inexact doubles (ABI, section 5)";
    fix: "send such numbers as text".

    "reply-depth": "a reply is at most 512 brackets deep";
    why: "interpreter: deeper ones are refused (ABI, section 5)";
    fix: "flatten it".

    "error-field": "a successful reply has no text under `error`";
    why: "legacy and compiled: a text under `error` is thrown, so the program never sees the rest (ABI, section 5)";
    fix: "name the field otherwise, such as `reason`; for a failure, put what else there is to say under `details`".

    "error-code": "error_code is a number from 1 to 10 and category a word of the ABI";
    why: "programs that look into the reply on the interpreter find no meaning for others (ABI, section 5)";
    fix: "take one of the ten codes; validation, io, authentication or rateLimiting".

    "events-shape": "_events is a list of `{\"type\":\"text\",\"data\":{…}}`";
    why: "eager: an entry without `type` is passed over, data that are no object are lost, and with one entry that is no object nothing is published \
          (ABI, section 5)";
    fix: "write them in this shape".

    "retry-text": "`Unknown action:` stands in no reply of an action that was found";
    why: "interpreter: wherever it stands, even inside data, the action is run again, up to three times (ABI, section 4)";
    fix: "escape it where it comes from data, for instance as `Unknown action\\u003a`".

    "verb-unreachable": "a verb reaches its action exactly as declared; without verbs, so does the name as written and in lower case";
    why: "all paths: this is the string that the host sends (ABI, sections 2 and 4)";
    fix: "compare the action string with what the metadata declare".

    "spelling-unreachable": "an action is also reached by its verb in lower case, by its name, and by both in snake case";
    why: "interpreter: retries are made with the snake case forms; lazy: the verb arrives as plugin.yaml has it (ABI, sections 2 and 4)";
    fix: "compare without case, `-` and `_`".

    "unknown-action": "an action that is not there is an error";
    why: "all paths: the program goes on with the reply of an action that it never named (ABI, section 4)";
    fix: "return `{\"error\":\"Unknown action: <name>\"}`".

    "service-unreachable": "every declared method answers to `service:<method>`";
    why: "interpreter: this is the action string of a service call (ABI, section 3)";
    fix: "look for the prefix `service:` in aro_plugin_execute".

    "qualifier-unreachable": "a qualifier is reached by its name in lower case";
    why: "interpreter: the name arrives in lower case, however it was declared (ABI, section 6)";
    fix: "compare without case".

    "qualifier-reply": "a qualifier replies `{\"result\":value}`, not null, or `{\"error\":\"text\"}`";
    why: "interpreter: anything else fails (ABI, section 6)";
    fix: "put the value under `result`".

    "null-pointer": "a NULL argument is an error and no crash";
    why: "every caller in C, and hosts to come; the ABI's own functions pass texts";
    fix: "check both pointers before they are read".

    "invalid-utf8": "bytes that are no UTF-8 are an error and no crash";
    why: "compiled programs and callers in C pass bytes on as they are";
    fix: "check them (`CStr::to_str`), and do not `unwrap`".

    "malformed-json": "text that is no JSON is an error and no crash";
    why: "every caller in C, and hosts to come";
    fix: "check what the JSON library returns".

    "deep-json": "deep nesting is an error and no crash";
    why: "all paths: a value of a program may be nested as deep as it likes, and a reader that calls itself runs out of stack";
    fix: "limit the depth (serde_json does), or read without recursion".

    "pointer-twice": "a reply stays as it is until it is given back, at an address of its own, and is not returned once more afterwards";
    why: "all paths: calls overlap, so one reply overwrites another, and the pointer is freed twice (ABI, sections 1 and 3)";
    fix: "make each reply in memory of its own".

    "free-null": "aro_plugin_free(NULL) does nothing";
    why: "hosts do not pass NULL, callers in C do, as with `free`";
    fix: "return at once when the pointer is NULL".

    "overlap": "calls on several threads at once do not disturb each other";
    why: "interpreter: calls overlap without a lock (ABI, section 3)";
    fix: "share no state between calls without a lock or atomics; no static buffers".

    "init-twice": "register and init may come in any order and more than once";
    why: "eager calls both, legacy either, before info; a reload calls them again (ABI, section 2)";
    fix: "do nothing the second time".

    "without-init": "a call without init before it is no crash";
    why: "legacy-dylib never calls init (ABI, section 2)";
    fix: "initialise at the first call, or answer an error".

    "shutdown-twice": "shutdown may come twice, and without init";
    why: "interpreter: it is called when a plugin is unloaded, whatever observed before (ABI, section 2)";
    fix: "free once, and forget the pointers".

    "after-shutdown": "a call after shutdown is no crash";
    why: "interpreter: calls that began before an unload may come after it (ABI, sections 2 and 3)";
    fix: "answer an error with code 7, invalidState".
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_kebab_case_and_stand_once() {
        let ids: BTreeSet<_> = rules().iter().map(|rule| rule.id).collect();
        assert_eq!(ids.len(), rules().len());
        assert!(ids.iter().all(|id| id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')));
    }
}
