/// Counts.
impl Counter {
    fn new() -> Self {
        Self::default()
    }
    /// Adds.
    fn add(&self, amount: i64) -> i64 {
        amount
    }
    fn helper(&self) {}
}
const _: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    fn __run_0(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<__aro::sdk::Reply> {
        use __aro::sdk::InfallibleFallback as _;
        static __PARAMS: [__aro::sdk::Param<'static>; 1] = [
            __aro::sdk::Param::of("amount"),
        ];
        let __state = __aro::sdk::Extractor::<__aro::sdk::State<Counter>>::NEW
            .__extract_of_call(__call)?
            .__pass();
        let __argument_0 = __aro::sdk::Extractor::<i64>::NEW
            .__extract_or(__call, &__PARAMS[0], || 1)?;
        __aro::sdk::respond(
            __call,
            "result",
            __aro::sdk::Returned(<Counter>::add(&__state, __argument_0.__pass()))
                .__outcome(),
        )
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::sdk::ResultInfo = __aro::sdk::ResultInfo {
            owner: "counter.add",
            of_qualifier: false,
            members: || {
                #[allow(unused_imports)]
                use __aro::sdk::{
                    MembersOfDefault as _, NotAResult as _, UnknownMembers as _,
                };
                (&__aro::sdk::MembersOf::<i64>::NEW.__of_success()).__members()
            },
        };
        __aro::sdk::inventory::submit! {
            __aro::Plugin(__aro::sdk::Item::Result(& __RESULT))
        }
    };
    const _: fn() = || {
        __aro::sdk::InService::<i64>::NEW.__check();
    };
    static __DESCRIPTOR: __aro::sdk::Service = __aro::sdk::Service {
        name: "counter",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::Counter"),
        description: "Counts.",
        state: || __aro::sdk::KindOf::<__aro::sdk::State<Counter>>::NEW.__kind(),
        methods: &[
            __aro::sdk::ServiceMethod {
                name: "add",
                spellings: &["service:add"],
                description: "Adds.",
                deprecation: __aro::sdk::None,
                params: &[
                    __aro::sdk::ParamInfo {
                        name: "amount",
                        kind: || __aro::sdk::KindOf::<i64>::NEW.__kind(),
                        default: __aro::sdk::Some(__aro::sdk::DefaultValue::Number("1")),
                        ..__aro::sdk::ParamInfo::PLAIN
                    },
                ],
                run: __run_0,
            },
        ],
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::Service(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::sdk::__not_exported! {
            "plugin__aro_af0a2bd915c7e340", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_af0a2bd915c7e340() -> * const __aro::sdk::c_char { & raw const
            __DESCRIPTOR as * const __aro::sdk::c_char }
        }
        const service_method_add_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
