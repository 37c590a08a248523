//! The keys of the attributes, as items with documentation.
//!
//! When rust-analyzer expands an attribute, the generated code imports the item of each key that is
//! written. So the editor shows the documentation below, and completes the names. The compiler
//! never sees these imports.

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
        /// The plugin's name, as in `plugin.yaml`. Default: the package's name.
        name,
        /// The plugin's version. Default: the package's version.
        version,
        /// What the plugin is for. Default: the package's description.
        description,
        /// The handle that programs write before its verbs: `Handle.Verb`. With a handle, programs
        /// also reach verbs that are built into ARO. Default: none.
        handle,
        /// Whether each action has an exported C entry point. Default: `true`.
        entry_points,
        /// The crates with `library!` whose items the plugin has too: `uses = [greetings]`.
        /// Default: none.
        uses,
        /// How long a call waits for an init, or a default of a state, that has not returned,
        /// before it answers with code 7: a number with `ms`, `s` or `min`, as in
        /// `init_limit = "2min"`. Default: `"30s"`.
        init_limit,
        /// The function that runs the future of an `async` function on this thread:
        /// `block_on = pollster::block_on`. Default: that of the feature `tokio`, if it is enabled.
        block_on,
        /// The function that makes a future that completes after a `Duration`, for `timeout`:
        /// `sleep = async_io::Timer::after`. Default: that of the feature `tokio`, if it is
        /// enabled.
        sleep,
    }
    library {
        /// Whether each action has an exported C entry point. Default: `true`.
        entry_points,
        /// The crates with `library!` whose items belong to this one: `uses = [greetings]`.
        /// Default: none.
        uses,
    }
    aro_action {
        /// The verbs by which programs call the action: `verbs = ["ParseCSV", "ReadCSV"]`.
        /// Required.
        verbs,
        /// The prepositions that it accepts: `from`, `for`, `against`, `to`, `into`, `via`, `with`,
        /// `on`, `at`, `by`. Default: all.
        prepositions,
        /// The action's name. Default: the function's name in PascalCase.
        name,
        /// `request`, `own`, `response`, `export` or `server`. Default: `own`.
        role,
        /// The version of the plugin that introduced the action.
        since,
        /// The key of a result that is not an object. Default: `result`.
        returns,
        /// The name of its C entry point. Default: `<crate>__<name in snake case>`.
        symbol,
        /// The types of the events that it emits, for readers of the metadata.
        emits,
        /// How long an `async` action may take: `timeout = "2s"`. Then its future is dropped, and
        /// the reply is an error with code 4. Units: `ms`, `s`, `min`, `h`. Default: no limit.
        timeout,
    }
    aro_qualifier {
        /// The qualifier's name. Default: the function's name, with hyphens for `_`.
        name,
        /// The ARO types of the value: `["String", "List"]`. Default: from the first parameter's
        /// type.
        input_types,
    }
    aro_service {
        /// The service's name. Default: the type's name in kebab case.
        name,
        /// Not for services: hosts publish the events of actions only.
        emits,
        /// How long each `async` method may take: `timeout = "2s"`. Then its future is dropped, and
        /// the reply is an error with code 4. Units: `ms`, `s`, `min`, `h`. Default: no limit.
        timeout,
    }
    service {
        /// Programs cannot call the method.
        skip,
        /// The method's name in programs. Default: its name in Rust.
        name,
        /// How long the `async` method may take: `timeout = "2s"`. Default: that of the service.
        timeout,
    }
    aro_system_object {
        /// The object's name. Default: the type's name in kebab case.
        identifier,
    }
    aro_export {
        /// The name in C. Default: `<crate>_<function>`; of an `impl` block, the beginning of the
        /// names of its functions: `<crate>_<type in snake case>`; of a struct or an enum, its
        /// name: `<crate>_<type>`.
        symbol,
    }
    export {
        /// C does not get the function.
        skip,
        /// The name in C. Default: `<crate>_<type in snake case>_<function>`.
        symbol,
    }
    arg {
        /// The value of an absent or null argument: `Default::default()`, or with `default = expr`
        /// the value of the expression.
        default,
        /// The name that programs use. Default: the parameter's name.
        name,
        /// The parameter takes the statement's object. Default: the first argument does.
        subject,
        /// The parameter takes only a with-argument.
        with,
        /// The parameter takes all arguments at once, in a struct or a map.
        flatten,
    }
    aro {
        /// The ARO types that a value is read from: `["String", "List"]`.
        types,
    }
}
