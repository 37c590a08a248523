impl Settings {
    fn read(&self, qualifier: &str) -> Result<Value> {
        self.get(qualifier)
    }
}
const _: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    fn __run_read(__call: &__aro::Call<'_>) -> __aro::Result<__aro::Reply> {
        use __aro::InfallibleFallback as _;
        static __PARAMS: [__aro::Param<'static>; 1] = [
            __aro::Param {
                key: __aro::Key::new("qualifier"),
                host_key: true,
                eligible: true,
                with_only: false,
            },
        ];
        let __state = __aro::Extractor::<__aro::State<Settings>>::NEW
            .__extract_of_call(__call)?
            .__pass();
        let __argument_0 = __aro::Extractor::<&str>::NEW
            .__extract(__call, &__PARAMS[0])?;
        __aro::respond(
            __call,
            "result",
            __aro::Returned(<Settings>::read(&__state, __argument_0.__pass()))
                .__outcome(),
        )
    }
    static __DESCRIPTOR: __aro::SystemObject = __aro::SystemObject {
        identifier: "settings",
        description: "",
        state: || __aro::KindOf::<__aro::State<Settings>>::NEW.__kind(),
        params: &[
            (
                "read",
                &[
                    __aro::ParamInfo {
                        name: "qualifier",
                        kind: || __aro::KindOf::<&str>::NEW.__kind(),
                        ..__aro::ParamInfo::PLAIN
                    },
                ],
            ),
        ],
        read: __aro::Some(__run_read),
        write: __aro::None,
        list: __aro::None,
    };
    __aro::inventory::submit! {
        __aro::Plugin(__aro::Item::SystemObject(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::__not_exported! {
            "plugin__aro_ee5f6d7b48b44de8", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_ee5f6d7b48b44de8() -> * const __aro::c_char { & raw const
            __DESCRIPTOR as * const __aro::c_char }
        }
        const system_object_settings_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
