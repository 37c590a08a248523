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
        use __aro::NoDefault as _;
        static __PARAMS: [__aro::Param<'static>; 1] = [__aro::Param::of("amount")];
        let __state = __aro::state::<
            Counter,
        >(__call, __aro::DefaultOf::<Counter>::MAKE)?;
        let __argument_0 = __aro::extract_or::<i64>(__call, &__PARAMS[0], || 1)?;
        __aro::respond(
            __call,
            "result",
            __aro::Returned(<Counter>::add(&__state, __argument_0)).outcome(),
        )
    }
    static __DESCRIPTOR: __aro::Service = __aro::Service {
        name: "counter",
        description: "Counts.",
        emits: &[],
        methods: &[
            __aro::ServiceMethod {
                name: "add",
                spellings: &["service:add"],
                description: "Adds.",
                deprecation: __aro::None,
                params: {
                    use __aro::{TypesFallback as _, ValueFallback as _};
                    &[
                        __aro::ParamInfo {
                            name: "amount",
                            types: __aro::TypesOf::<i64>::TYPES,
                            default: __aro::Some(__aro::DefaultValue::Number("1")),
                            ..__aro::ParamInfo::PLAIN
                        },
                    ]
                },
                run: __run_0,
            },
        ],
    };
    __aro::inventory::submit! {
        __aro::Plugin(__aro::Item::Service(& __DESCRIPTOR))
    }
    impl __aro::Plugin {
        __aro::__not_exported! {
            "plugin__aro_77976c7416517c63", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_77976c7416517c63() -> * const __aro::c_char { & raw const
            __DESCRIPTOR as * const __aro::c_char }
        }
        const service_method_add_is_declared_twice_in_this_plugin: () = ();
    }
};
