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
    fn __run(__call: &__aro::Call<'_>) -> __aro::Result<__aro::Reply> {
        use __aro::InfallibleFallback as _;
        static __PARAMS: [__aro::Param<'static>; 2] = [
            __aro::Param::of("list"),
            __aro::Param::of("count"),
        ];
        let __argument_0 = __aro::Extractor::<Vec<Value>>::NEW
            .__extract(__call, &__PARAMS[0])?;
        let __argument_1 = __aro::Extractor::<usize>::NEW
            .__extract_or(__call, &__PARAMS[1], || 1)?;
        __aro::respond_qualifier(
            __call,
            __aro::Returned(first(__argument_0.__pass(), __argument_1.__pass()))
                .__outcome(),
        )
    }
    static __DESCRIPTOR: __aro::Qualifier = __aro::Qualifier {
        name: "first",
        spellings: &[],
        description: "The first elements.",
        input_types: __aro::Some(__aro::TypeSet::NONE.or(__aro::TypeSet::LIST)),
        deprecation: __aro::None,
        params: &[
            __aro::ParamInfo {
                name: "list",
                kind: || __aro::KindOf::<Vec<Value>>::NEW.__kind(),
                ..__aro::ParamInfo::PLAIN
            },
            __aro::ParamInfo {
                name: "count",
                kind: || __aro::KindOf::<usize>::NEW.__kind(),
                default: __aro::Some(__aro::DefaultValue::Number("1")),
                ..__aro::ParamInfo::PLAIN
            },
        ],
        run: __run,
    };
    __aro::inventory::submit! {
        __aro::Plugin(__aro::Item::Qualifier(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::__not_exported! {
            "plugin__aro_8a859aae368e0927", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_8a859aae368e0927() -> * const __aro::c_char { & raw const
            __DESCRIPTOR as * const __aro::c_char }
        }
        const qualifier_first_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
    #[cfg(test)]
    const _: () = {
        static __RESULT: __aro::ResultInfo = __aro::ResultInfo {
            owner: "first",
            of_qualifier: true,
            members: || {
                #[allow(unused_imports)]
                use __aro::{MembersOfDefault as _, NotAResult as _, UnknownMembers as _};
                (&__aro::MembersOf::<Vec<Value>>::NEW.__of_success()).__members()
            },
        };
        __aro::inventory::submit! {
            __aro::Plugin(__aro::Item::Result(& __RESULT))
        }
    };
};
