/// Greets somebody.
#[deprecated(since = "2.0", note = "use Welcome")]
pub(crate) fn greet<'a>(
    name: &'a str,
    greeting: &str,
    rows: &[Row<'a>],
    counter: State<Counter>,
    events: Events,
) -> Result<String, GreetError> {
    Ok(format!("{greeting}, {name}!"))
}
const _: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    #[allow(deprecated)]
    fn __run(__call: &__aro::Call<'_>) -> __aro::Result<__aro::Reply> {
        use __aro::InfallibleFallback as _;
        use __aro::NoDefault as _;
        static __PARAMS: [__aro::Param<'static>; 4] = [
            __aro::Param::of("name"),
            __aro::Param::of("greeting"),
            __aro::Param::of("rows"),
            __aro::Param::of("events"),
        ];
        let __argument_0 = __aro::extract::<&'_ str, _>(__call, &__PARAMS[0])?;
        let __argument_1 = __aro::extract_or::<&str>(__call, &__PARAMS[1], || "Hello")?;
        let __argument_2 = __aro::extract::<
            __aro::std::vec::Vec<Row<'_>>,
            _,
        >(__call, &__PARAMS[2])?;
        let __argument_3 = __aro::state::<
            Counter,
        >(__call, __aro::DefaultOf::<Counter>::MAKE)?;
        let __argument_4 = __aro::extract::<Events, _>(__call, &__PARAMS[3])?;
        __aro::respond(
            __call,
            "result",
            __aro::Returned(
                    greet(
                        __argument_0,
                        __argument_1,
                        &__argument_2,
                        __argument_3,
                        __argument_4,
                    ),
                )
                .outcome(),
        )
    }
    static __ACTION: __aro::Action = __aro::Action {
        name: "Greet",
        verbs: &["Greet", "Create"],
        spellings: &[],
        description: "Greets somebody.",
        role: "own",
        prepositions: &["with"],
        since: __aro::Some("1.0"),
        symbol: "plugin__greet",
        deprecation: __aro::Some(__aro::Deprecation {
            since: __aro::Some("2.0"),
            note: __aro::Some("use Welcome"),
        }),
        emits: &["Greeted"],
        params: {
            use __aro::{TypesFallback as _, ValueFallback as _};
            &[
                __aro::ParamInfo {
                    name: "name",
                    types: __aro::TypesOf::<&'_ str>::TYPES,
                    is_argument: __aro::OfCall::<&'_ str>::IS_VALUE,
                    ..__aro::ParamInfo::PLAIN
                },
                __aro::ParamInfo {
                    name: "greeting",
                    types: __aro::TypesOf::<&str>::TYPES,
                    default: __aro::Some(__aro::DefaultValue::String("Hello")),
                    ..__aro::ParamInfo::PLAIN
                },
                __aro::ParamInfo {
                    name: "rows",
                    types: __aro::TypeSet::LIST,
                    ..__aro::ParamInfo::PLAIN
                },
                __aro::ParamInfo {
                    name: "events",
                    types: __aro::TypesOf::<Events>::TYPES,
                    is_argument: __aro::OfCall::<Events>::IS_VALUE,
                    ..__aro::ParamInfo::PLAIN
                },
            ]
        },
        run: __run,
    };
    __aro::inventory::submit! {
        __aro::Plugin(__aro::Item::Action(& __ACTION))
    }
    impl __aro::Plugin {
        __aro::entry_point! {
            "plugin__greet", #[doc(hidden)] pub unsafe extern "C" fn
            __entry_point_cf00d18fd59534ea(__input : * const __aro::c_char,) -> * mut
            __aro::c_char { unsafe { __aro::call_action(& __aro::PLUGIN, & __ACTION,
            __input) } }
        }
        const verb_create_is_declared_twice_in_this_plugin: () = ();
        const verb_greet_is_declared_twice_in_this_plugin: () = ();
    }
    __aro::hidden_verb! {
        ::core::compile_error! {
        "the built-in verb `Create` hides this one\n= note: a program reaches a hidden verb only by writing the plugin's handle before it, and this plugin has no handle\n= help: give the plugin a handle, `aro_sdk::plugin! { handle = \"MyPlugin\" }`, so that programs can write `MyPlugin.Create`; or choose another verb"
        }
    }
};
