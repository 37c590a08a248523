impl Settings {
    fn read(&self, qualifier: &str) -> Result<Value> {
        self.get(qualifier)
    }
}
const _: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    fn __run_read(
        __call: &__aro::sdk::Call<'_>,
    ) -> __aro::sdk::Result<__aro::sdk::Reply> {
        use __aro::sdk::InfallibleFallback as _;
        static __PARAMS: [__aro::sdk::Param<'static>; 1] = [
            __aro::sdk::Param {
                key: __aro::sdk::Key::new("qualifier"),
                host_key: true,
                eligible: true,
                with_only: false,
            },
        ];
        let __state = __aro::sdk::Extractor::<__aro::sdk::State<Settings>>::NEW
            .__extract_of_call(__call)?
            .__pass();
        let __argument_0 = __aro::sdk::Extractor::<&str>::NEW
            .__extract(__call, &__PARAMS[0])?;
        __aro::sdk::respond(
            __call,
            "result",
            __aro::sdk::Returned(<Settings>::read(&__state, __argument_0.__pass()))
                .__outcome(),
        )
    }
    static __DESCRIPTOR: __aro::sdk::SystemObject = __aro::sdk::SystemObject {
        identifier: "settings",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::Settings"),
        description: "",
        state: || __aro::sdk::KindOf::<__aro::sdk::State<Settings>>::NEW.__kind(),
        params: &[
            (
                "read",
                &[
                    __aro::sdk::ParamInfo {
                        name: "qualifier",
                        kind: || __aro::sdk::KindOf::<&str>::NEW.__kind(),
                        ..__aro::sdk::ParamInfo::PLAIN
                    },
                ],
            ),
        ],
        read: __aro::sdk::Some(__run_read),
        write: __aro::sdk::None,
        list: __aro::sdk::None,
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::SystemObject(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::sdk::__not_exported! {
            "plugin__aro_ee5f6d7b48b44de8", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_ee5f6d7b48b44de8() -> * const __aro::sdk::c_char { & raw const
            __DESCRIPTOR as * const __aro::sdk::c_char }
        }
        const system_object_settings_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
