//! The keys of the attributes, as items: in an editor, generated code names the item of each key
//! that is written, so that rust-analyzer shows what stands here and completes the names. No other
//! code refers to them.

macro_rules! keys {
    ($($attribute:ident { $($(#[doc = $doc:literal])* $key:ident,)* })*) => {$(
        #[doc(hidden)]
        pub mod $attribute {
            $($(#[doc = $doc])* pub fn $key() {})*
        }
    )*};
}

keys! {
    plugin {
        /// The plugin's name; default: the package's.
        name,
        /// Its version; default: the package's.
        version,
        /// Its description; default: the package's.
        description,
        /// What stands before its verbs in programs, `Handle.Verb`: with it, verbs that ARO itself
        /// has are within reach.
        handle,
        /// Whether each action has a C entry point of its own; default: `true`.
        entry_points,
    }
    aro_action {
        /// The verbs by which programs call the action: `verbs = ["ParseCSV", "ReadCSV"]`.
        /// Required.
        verbs,
        /// The words before the object: `from for against to into via with on at by`; default: all.
        prepositions,
        /// The action's name; default: the function's in PascalCase.
        name,
        /// `request`, `own`, `response`, `export` or `server`; default: `own`.
        role,
        /// The version that brought the action.
        since,
        /// The key of a result that is no object; default: `result`.
        returns,
        /// The name of its C entry point; default: `<crate>__<name in snake case>`.
        symbol,
        /// The types of the events that it emits, for readers of the metadata.
        emits,
    }
    aro_qualifier {
        /// The qualifier's name; default: the function's, with hyphens for `_`.
        name,
        /// The types of the value, `["String", "List"]`; default: from the first parameter's type.
        input_types,
    }
    aro_service {
        /// The service's name; default: the type's in kebab case.
        name,
        /// The types of the events that it emits.
        emits,
    }
    service {
        /// The method is not for programs.
        skip,
        /// The method's name in programs.
        name,
    }
    aro_system_object {
        /// The object's name; default: the type's in kebab case.
        identifier,
    }
    arg {
        /// Used when the argument is absent or null: alone `Default::default()`, else what follows
        /// `=`.
        default,
        /// The name that programs use.
        name,
        /// The parameter takes the statement's object.
        subject,
        /// Only with-arguments count.
        with,
        /// The whole of the arguments in one struct or map.
        flatten,
    }
    aro {
        /// The types that a value is read from: `["String", "List"]`.
        types,
    }
}
