fn heard(kind: EventType, user: User) {}
const aro_on_event_is_for_functions_outside_of_impl_blocks__move_heard_out_or_write_aro_service_before_the_block__586dc2d2: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_on_event_is_for_functions_outside_of_impl_blocks__move_heard_out_or_write_aro_service_before_the_block__586dc2d2 as __here;
    fn __is_here() {
        let () = __here;
    }
    fn __run(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<()> {
        use __aro::sdk::InfallibleFallback as _;
        static __PARAMS: [__aro::sdk::Param<'static>; 2] = [
            __aro::sdk::Param::of("kind"),
            __aro::sdk::Param::of("user"),
        ];
        let __argument_0 = __aro::sdk::Extractor::<EventType>::NEW
            .__extract(__call, &__PARAMS[0])?;
        let __argument_1 = __aro::sdk::Extractor::<User>::NEW
            .__extract(__call, &__PARAMS[1])?;
        __aro::sdk::discard(
            __call,
            __aro::sdk::Returned(heard(__argument_0.__pass(), __argument_1.__pass()))
                .__outcome(),
        )
    }
    static __DESCRIPTOR: __aro::sdk::Handler = __aro::sdk::Handler {
        name: "heard",
        pattern: "User*",
        params: &[
            __aro::sdk::ParamInfo {
                name: "kind",
                kind: || __aro::sdk::KindOf::<EventType>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
            __aro::sdk::ParamInfo {
                name: "user",
                kind: || __aro::sdk::KindOf::<User>::NEW.__kind(),
                ..__aro::sdk::ParamInfo::PLAIN
            },
        ],
        run: __run,
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::Handler(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::sdk::__not_exported! {
            "plugin__aro_c81af2570f05ea94", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_c81af2570f05ea94() -> * const __aro::sdk::c_char { & raw const
            __DESCRIPTOR as * const __aro::sdk::c_char }
        }
        const event_handler_heard_of_User_star_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
