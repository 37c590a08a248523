impl Settings {
    fn read(&self, qualifier: &str) -> Result<Value> {
        self.get(qualifier)
    }
}
const _: () = {
    use crate::aro_sdk_plugin_stands_once_in_the_crate_root as __aro;
    fn __run_read(
        __call: &__aro::__private::Call<'_>,
    ) -> __aro::__private::Result<__aro::__private::Reply> {
        use __aro::__private::Unfailing as _;
        use __aro::__private::NoDefault as _;
        let __state = __aro::__private::state::<
            Settings,
        >(__call, __aro::__private::DefaultOf::<Settings>::MAKE)?;
        let __argument_0 = __aro::__private::extract::<
            &str,
            _,
        >(__call, const { &__aro::__private::Param::new("qualifier", true, false) })?;
        __aro::__private::respond(
            __call,
            "result",
            __aro::__private::Returned(<Settings>::read(&__state, __argument_0))
                .outcome(),
        )
    }
    static __DESCRIPTOR: __aro::__private::SystemObject = __aro::__private::SystemObject {
        identifier: "settings",
        description: "",
        read: __aro::__private::std::option::Option::Some(__run_read),
        write: __aro::__private::std::option::Option::None,
        list: __aro::__private::std::option::Option::None,
    };
    __aro::__private::inventory::submit! {
        __aro::Plugin(__aro::__private::Item::SystemObject(& __DESCRIPTOR))
    }
    impl __aro::Plugin {
        __aro::__private::__not_exported! {
            "plugin__aro_ee5f6d7b48b44de8", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_ee5f6d7b48b44de8() -> * const __aro::__private::c_char { & raw
            const __DESCRIPTOR as * const __aro::__private::c_char }
        }
    }
    impl __aro::Plugin {
        const system_object_settings_is_declared_twice_in_this_plugin: () = ();
    }
};
