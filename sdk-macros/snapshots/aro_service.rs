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
    fn __run_0(__call: &__aro::Call<'_>) -> __aro::Result<__aro::Reply> {
        use __aro::InfallibleFallback as _;
        static __PARAMS: [__aro::Param<'static>; 1] = [__aro::Param::of("amount")];
        let __state = __aro::Extractor::<__aro::State<Counter>>::NEW
            .__extract_of_call(__call)?
            .__pass();
        let __argument_0 = __aro::Extractor::<i64>::NEW
            .__extract_or(__call, &__PARAMS[0], || 1)?;
        __aro::respond(
            __call,
            "result",
            __aro::Returned(<Counter>::add(&__state, __argument_0.__pass())).__outcome(),
        )
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::ResultInfo = __aro::ResultInfo {
            owner: "counter.add",
            of_qualifier: false,
            members: || {
                #[allow(unused_imports)]
                use __aro::{MembersOfDefault as _, NotAResult as _, UnknownMembers as _};
                (&__aro::MembersOf::<i64>::NEW.__of_success()).__members()
            },
        };
        __aro::inventory::submit! {
            __aro::Plugin(__aro::Item::Result(& __RESULT))
        }
    };
    const _: fn() = || {
        __aro::InService::<i64>::NEW.__check();
    };
    static __DESCRIPTOR: __aro::Service = __aro::Service {
        name: "counter",
        description: "Counts.",
        state: || __aro::KindOf::<__aro::State<Counter>>::NEW.__kind(),
        methods: &[
            __aro::ServiceMethod {
                name: "add",
                spellings: &["service:add"],
                description: "Adds.",
                deprecation: __aro::None,
                params: &[
                    __aro::ParamInfo {
                        name: "amount",
                        kind: || __aro::KindOf::<i64>::NEW.__kind(),
                        default: __aro::Some(__aro::DefaultValue::Number("1")),
                        ..__aro::ParamInfo::PLAIN
                    },
                ],
                run: __run_0,
            },
        ],
    };
    __aro::inventory::submit! {
        __aro::Plugin(__aro::Item::Service(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::__not_exported! {
            "plugin__aro_af0a2bd915c7e340", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_af0a2bd915c7e340() -> * const __aro::c_char { & raw const
            __DESCRIPTOR as * const __aro::c_char }
        }
        const service_method_add_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
