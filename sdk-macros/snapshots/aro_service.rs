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
    use crate::aro_sdk_plugin_stands_once_in_the_crate_root as __aro;
    fn __run_0(
        __call: &__aro::__private::Call<'_>,
    ) -> __aro::__private::Result<__aro::__private::Reply> {
        use __aro::__private::Unfailing as _;
        use __aro::__private::NoDefault as _;
        let __state = __aro::__private::state::<
            Counter,
        >(__call, __aro::__private::DefaultOf::<Counter>::MAKE)?;
        let __argument_0 = __aro::__private::extract_or::<
            i64,
        >(__call, const { &__aro::__private::Param::new("amount", true, false) }, || 1)?;
        __aro::__private::respond(
            __call,
            "result",
            __aro::__private::Returned(<Counter>::add(&__state, __argument_0)).outcome(),
        )
    }
    static __DESCRIPTOR: __aro::__private::Service = __aro::__private::Service {
        name: "counter",
        description: "Counts.",
        emits: &[],
        methods: &[
            __aro::__private::ServiceMethod {
                name: "add",
                description: "Adds.",
                deprecation: __aro::__private::std::option::Option::None,
                params: &[
                    __aro::__private::ParamInfo {
                        name: "amount",
                        description: "",
                        default: __aro::__private::std::option::Option::Some("1"),
                        has_default: true,
                        types: {
                            use __aro::__private::Unsaid as _;
                            __aro::__private::TypesOf::<i64>::TYPES
                        },
                        is_value: true,
                        flatten: false,
                    },
                ],
                run: __run_0,
            },
        ],
    };
    __aro::__private::inventory::submit! {
        __aro::Plugin(__aro::__private::Item::Service(& __DESCRIPTOR))
    }
    impl __aro::Plugin {
        __aro::__private::__not_exported! {
            "plugin__aro_77976c7416517c63", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_77976c7416517c63() -> * const __aro::__private::c_char { & raw
            const __DESCRIPTOR as * const __aro::__private::c_char }
        }
    }
    impl __aro::Plugin {
        const service_method_add_is_declared_twice_in_this_plugin: () = ();
    }
};
