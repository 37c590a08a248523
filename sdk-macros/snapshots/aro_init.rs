fn start() -> Result<Config> {
    Config::load()
}
const aro_init_is_for_functions_outside_of_impl_blocks__move_start_out_or_write_aro_service_before_the_block__cbf29ce4: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_init_is_for_functions_outside_of_impl_blocks__move_start_out_or_write_aro_service_before_the_block__cbf29ce4 as __here;
    fn __is_here() {
        let () = __here;
    }
    fn __run(__call: &__aro::sdk::Call<'_>) -> __aro::sdk::Result<()> {
        use __aro::sdk::InfallibleFallback as _;
        __aro::sdk::keep_state(__call, __aro::sdk::Returned(start()).__outcome())
    }
    static __DESCRIPTOR: __aro::sdk::Hook = __aro::sdk::Hook {
        name: "start",
        path: __aro::sdk::std::concat!(__aro::sdk::std::module_path!(), "::start"),
        params: &[],
        returns: __aro::sdk::Some(|| {
            __aro::sdk::ReturnedState::<Result<Config>>::NEW.__state()
        }),
        run: __run,
    };
    __aro::sdk::inventory::submit! {
        __aro::Plugin(__aro::sdk::Item::Init(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        __aro::sdk::__not_exported! {
            "plugin__aro_ee5d97ad45ad251f", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_ee5d97ad45ad251f() -> * const __aro::sdk::c_char { & raw const
            __DESCRIPTOR as * const __aro::sdk::c_char }
        }
        const aro_init_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
