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
const aro_action_is_for_functions_outside_of_impl_blocks__move_greet_out_or_write_aro_service_before_the_block__cbf29ce4: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_action_is_for_functions_outside_of_impl_blocks__move_greet_out_or_write_aro_service_before_the_block__cbf29ce4 as __here;
    fn __is_here() {
        let () = __here;
    }
    #[allow(deprecated)]
    fn __run(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<__aro::sdk::Reply> {
        use __aro::sdk::InfallibleFallback as _;
        static __PARAMS: [__aro::sdk::Param<'static>; 5] = [
            __aro::sdk::Param::of("name"),
            __aro::sdk::Param::of("greeting"),
            __aro::sdk::Param::of("rows"),
            __aro::sdk::Param::of("counter"),
            __aro::sdk::Param::of("events"),
        ];
        let __argument_0 = __aro::sdk::Extractor::<&'_ str>::NEW
            .__extract(__call, &__PARAMS[0])?;
        let __argument_1 = __aro::sdk::Extractor::<&str>::NEW
            .__extract_or(__call, &__PARAMS[1], || "Hello")?;
        let __argument_2 = __aro::sdk::Extractor::<&[Row<'_>]>::NEW
            .__extract(__call, &__PARAMS[2])?;
        let __argument_3 = __aro::sdk::Extractor::<State<Counter>>::NEW
            .__extract(__call, &__PARAMS[3])?;
        let __argument_4 = __aro::sdk::Extractor::<Events>::NEW
            .__extract(__call, &__PARAMS[4])?;
        __aro::sdk::respond(
            __call,
            "result",
            __aro::sdk::Returned(
                    greet(
                        __argument_0.__pass(),
                        __argument_1.__pass(),
                        __argument_2.__pass(),
                        __argument_3.__pass(),
                        __argument_4.__pass(),
                    ),
                )
                .__outcome(),
        )
    }
    static __ACTION: __aro::sdk::Action = __aro::sdk::Action {
        name: "Greet",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::greet"),
        verbs: &["Greet", "Create"],
        spellings: &[],
        description: "Greets somebody.",
        role: "own",
        prepositions: &["with"],
        since: __aro::sdk::Some("1.0"),
        symbol: "plugin__greet",
        deprecation: __aro::sdk::Some(__aro::sdk::Deprecation {
            since: __aro::sdk::Some("2.0"),
            note: __aro::sdk::Some("use Welcome"),
        }),
        emits: &["Greeted"],
        params: &[
            __aro::sdk::ParamInfo {
                name: "name",
                kind: || __aro::sdk::KindOf::<&'_ str>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "greeting",
                kind: || __aro::sdk::KindOf::<&str>::NEW.__kind(),
                default: __aro::sdk::Some(__aro::sdk::DefaultValue::String("Hello")),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "rows",
                kind: || __aro::sdk::KindOf::<&[Row<'_>]>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "counter",
                kind: || __aro::sdk::KindOf::<State<Counter>>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "events",
                kind: || __aro::sdk::KindOf::<Events>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
        ],
        run: __run,
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::Action(& __ACTION))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::entry_point! {
            "plugin__greet", #[doc(hidden)] pub unsafe extern "C" fn
            __entry_point_cf00d18fd59534ea(__input : * const __aro::sdk::c_char,) -> *
            mut __aro::sdk::c_char { unsafe { __aro::call_action(& __aro::PLUGIN, &
            __ACTION, __input) } }
        }
        const verb_create_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
        const verb_greet_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
    __aro::hidden_verb! {
        ::core::compile_error! {
        "the built-in verb `Create` hides this one\n= note: a program reaches a hidden verb only by writing the plugin's handle before it, and this plugin has no handle\n= help: give the plugin a handle, `aro_sdk::plugin! { handle = \"MyPlugin\" }`, so that programs can write `MyPlugin.Create`; or choose another verb"
        }
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::sdk::ResultInfo = __aro::sdk::ResultInfo {
            owner: "Greet",
            of_qualifier: false,
            members: || {
                #[allow(unused_imports)]
                use __aro::sdk::{
                    MembersOfDefault as _, NotAResult as _, UnknownMembers as _,
                };
                (&__aro::sdk::MembersOf::<Result<String, GreetError>>::NEW
                    .__of_success())
                    .__members()
            },
        };
        __aro::sdk::inventory::submit! {
            __aro::Plugin(__aro::sdk::Item::Result(& __RESULT))
        }
    };
};
