/// The first elements.
fn first(list: Vec<Value>, count: usize) -> Vec<Value> {
    list.into_iter().take(count).collect()
}
const _: () = {
    use crate::aro_sdk_plugin_stands_once_in_the_crate_root as __aro;
    fn __run(
        __call: &__aro::__private::Call<'_>,
    ) -> __aro::__private::Result<__aro::__private::Reply> {
        use __aro::__private::Unfailing as _;
        let __argument_0 = __aro::__private::extract::<
            Vec<Value>,
            _,
        >(__call, const { &__aro::__private::Param::new("list", true, false) })?;
        let __argument_1 = __aro::__private::extract_or::<
            usize,
        >(__call, const { &__aro::__private::Param::new("count", true, false) }, || 1)?;
        __aro::__private::respond_qualifier(
            __call,
            __aro::__private::Returned(first(__argument_0, __argument_1)).outcome(),
        )
    }
    static __DESCRIPTOR: __aro::__private::Qualifier = __aro::__private::Qualifier {
        name: "first",
        description: "The first elements.",
        input_types: __aro::__private::std::option::Option::Some(
            __aro::__private::TypeSet::NONE.or(__aro::__private::TypeSet::LIST),
        ),
        deprecation: __aro::__private::std::option::Option::None,
        params: &[
            __aro::__private::ParamInfo {
                name: "list",
                description: "",
                default: __aro::__private::std::option::Option::None,
                has_default: false,
                types: {
                    use __aro::__private::Unsaid as _;
                    __aro::__private::TypesOf::<Vec<Value>>::TYPES
                },
                is_value: {
                    use __aro::__private::UnlessOfCall as _;
                    __aro::__private::OfCall::<Vec<Value>>::IS_VALUE
                },
                flatten: false,
            },
            __aro::__private::ParamInfo {
                name: "count",
                description: "",
                default: __aro::__private::std::option::Option::Some("1"),
                has_default: true,
                types: {
                    use __aro::__private::Unsaid as _;
                    __aro::__private::TypesOf::<usize>::TYPES
                },
                is_value: true,
                flatten: false,
            },
        ],
        run: __run,
    };
    __aro::__private::inventory::submit! {
        __aro::Plugin(__aro::__private::Item::Qualifier(& __DESCRIPTOR))
    }
    impl __aro::Plugin {
        __aro::__private::__not_exported! {
            "plugin__aro_89d7ed7f996f1d41", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_89d7ed7f996f1d41() -> * const __aro::__private::c_char { & raw
            const __DESCRIPTOR as * const __aro::__private::c_char }
        }
    }
    impl __aro::Plugin {
        const qualifier_first_is_declared_twice_in_this_plugin: () = ();
    }
};
