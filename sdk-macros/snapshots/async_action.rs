async fn crawl(address: &str) -> Result<Page> {
    get(address).await
}
const aro_action_is_for_functions_outside_of_impl_blocks__move_crawl_out_or_write_aro_service_before_the_block__cbf29ce4: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_action_is_for_functions_outside_of_impl_blocks__move_crawl_out_or_write_aro_service_before_the_block__cbf29ce4 as __here;
    fn __is_here() {
        let () = __here;
    }
    fn __run(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<__aro::sdk::Reply> {
        use __aro::sdk::InfallibleFallback as _;
        __aro::executor! {
            { __aro::sdk::std::compile_error! {
            "an `async` function needs an executor, and this plugin has none\n= note: hosts call it through C and wait for the reply, so something has to run its future\n= help: enable the feature `tokio` of aro-sdk, `aro-sdk = { version = \"…\", features = [\"tokio\"] }` in Cargo.toml; or name a function that runs a future, `aro_sdk::plugin! { block_on = pollster::block_on }`"
            } } { __aro::sdk::std::compile_error! {
            "`timeout` needs a timer, and this plugin has none\n= note: the executor under `block_on` runs futures, and does not say how to wait for a time\n= help: enable the feature `tokio` of aro-sdk; or name a function that takes a `Duration` and returns a future, `aro_sdk::plugin! { sleep = async_io::Timer::after }`"
            } }
        }
        static __ASYNC: __aro::sdk::AsyncInfo = __aro::sdk::AsyncInfo {
            path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::crawl"),
            has_timeout: true,
        };
        __aro::sdk::inventory::submit! {
            __aro::Plugin(__aro::sdk::Item::Async(& __ASYNC))
        }
        static __PARAMS: [__aro::sdk::Param<'static>; 1] = [
            __aro::sdk::Param::of("address"),
        ];
        let __argument_0 = __aro::sdk::Extractor::<&str>::NEW
            .__extract(__call, &__PARAMS[0])?;
        __aro::sdk::respond(
            __call,
            "result",
            __aro::sdk::Returned(
                    __aro::sdk::block_on_within(
                        __call,
                        __aro::sdk::Duration::from_millis(1500u64),
                        crawl(__argument_0.__pass()),
                    )?,
                )
                .__outcome(),
        )
    }
    static __ACTION: __aro::sdk::Action = __aro::sdk::Action {
        name: "Crawl",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::crawl"),
        verbs: &["Crawl"],
        spellings: &[],
        description: "",
        role: "own",
        prepositions: __aro::sdk::Preposition::WORDS,
        since: __aro::sdk::None,
        symbol: "plugin__crawl",
        deprecation: __aro::sdk::None,
        emits: &[],
        params: &[
            __aro::sdk::ParamInfo {
                name: "address",
                kind: || __aro::sdk::KindOf::<&str>::NEW.__kind(),
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
            "plugin__crawl", #[doc(hidden)] pub unsafe extern "C" fn
            __entry_point_a783d9004df13b20(__input : * const __aro::sdk::c_char,) -> *
            mut __aro::sdk::c_char { unsafe { __aro::call_action(& __aro::PLUGIN, &
            __ACTION, __input) } }
        }
        const verb_crawl_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::sdk::ResultInfo = __aro::sdk::ResultInfo {
            owner: "Crawl",
            of_qualifier: false,
            members: || {
                #[allow(unused_imports)]
                use __aro::sdk::{
                    MembersOfDefault as _, NotAResult as _, UnknownMembers as _,
                };
                (&__aro::sdk::MembersOf::<Result<Page>>::NEW.__of_success()).__members()
            },
        };
        __aro::sdk::inventory::submit! {
            __aro::Plugin(__aro::sdk::Item::Result(& __RESULT))
        }
    };
};
