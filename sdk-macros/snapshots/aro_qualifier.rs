/// The first elements.
fn first(list: Vec<Value>, count: usize) -> Vec<Value> {
    list.into_iter().take(count).collect()
}
const aro_qualifier_is_for_functions_outside_of_impl_blocks__move_first_out_or_write_aro_service_before_the_block__cbf29ce4: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_qualifier_is_for_functions_outside_of_impl_blocks__move_first_out_or_write_aro_service_before_the_block__cbf29ce4 as __here;
    fn __is_here() {
        let () = __here;
    }
    fn __run(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<__aro::sdk::Reply> {
        use __aro::sdk::InfallibleFallback as _;
        static __PARAMS: [__aro::sdk::Param<'static>; 2] = [
            __aro::sdk::Param::of("list"),
            __aro::sdk::Param::of("count"),
        ];
        let __argument_0 = __aro::sdk::Extractor::<Vec<Value>>::NEW
            .__extract(__call, &__PARAMS[0])?;
        let __argument_1 = __aro::sdk::Extractor::<usize>::NEW
            .__extract_or(__call, &__PARAMS[1], || 1)?;
        __aro::sdk::respond_qualifier(
            __call,
            __aro::sdk::Returned(first(__argument_0.__pass(), __argument_1.__pass()))
                .__outcome(),
        )
    }
    static __DESCRIPTOR: __aro::sdk::Qualifier = __aro::sdk::Qualifier {
        name: "first",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::first"),
        spellings: &[],
        description: "The first elements.",
        input_types: __aro::sdk::Some(
            __aro::sdk::TypeSet::NONE.or(__aro::sdk::TypeSet::LIST),
        ),
        deprecation: __aro::sdk::None,
        params: &[
            __aro::sdk::ParamInfo {
                name: "list",
                kind: || __aro::sdk::KindOf::<Vec<Value>>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "count",
                kind: || __aro::sdk::KindOf::<usize>::NEW.__kind(),
                default: __aro::sdk::Some(__aro::sdk::DefaultValue::Number("1")),
                ..__aro::sdk::ParamInfo::PLAIN
            },
        ],
        run: __run,
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::Qualifier(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::sdk::__not_exported! {
            "plugin__aro_8a859aae368e0927", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_8a859aae368e0927() -> * const __aro::sdk::c_char { & raw const
            __DESCRIPTOR as * const __aro::sdk::c_char }
        }
        const qualifier_first_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::sdk::ResultInfo = __aro::sdk::ResultInfo {
            owner: "first",
            of_qualifier: true,
            members: || {
                #[allow(unused_imports)]
                use __aro::sdk::{
                    MembersOfDefault as _, NotAResult as _, UnknownMembers as _,
                };
                (&__aro::sdk::MembersOf::<Vec<Value>>::NEW.__of_success()).__members()
            },
        };
        __aro::sdk::inventory::submit! {
            __aro::Plugin(__aro::sdk::Item::Result(& __RESULT))
        }
    };
};
