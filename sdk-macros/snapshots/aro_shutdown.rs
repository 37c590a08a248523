#[cfg(unix)]
fn stop(config: State<Config>) {}
#[cfg(unix)]
const aro_shutdown_is_for_functions_outside_of_impl_blocks__move_stop_out_or_write_aro_service_before_the_block__cbf29ce4: () = {
    use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as __aro;
    use aro_shutdown_is_for_functions_outside_of_impl_blocks__move_stop_out_or_write_aro_service_before_the_block__cbf29ce4 as __here;
    fn __is_here() {
        let () = __here;
    }
    fn __run(
        __call: &::renamed::__private::Call<'_>,
    ) -> ::renamed::__private::Result<()> {
        use ::renamed::__private::InfallibleFallback as _;
        let __argument_0 = ::renamed::__private::Extractor::<State<Config>>::NEW
            .__extract_of_call(__call)?;
        ::renamed::__private::discard(
            __call,
            ::renamed::__private::Returned(stop(__argument_0.__pass())).__outcome(),
        )
    }
    static __DESCRIPTOR: ::renamed::__private::Hook = ::renamed::__private::Hook {
        name: "stop",
        path: ::renamed::__private::std::concat!(
            ::renamed::__private::std::module_path!(), "::stop"
        ),
        params: &[
            ::renamed::__private::ParamInfo {
                name: "config",
                kind: || ::renamed::__private::KindOf::<State<Config>>::NEW.__kind(),
                ..::renamed::__private::ParamInfo::PLAIN
            },
        ],
        returns: ::renamed::__private::Some(|| {
            ::renamed::__private::ReturnedState::<()>::NEW.__state()
        }),
        run: __run,
    };
    ::renamed::__private::inventory::submit! {
        __aro::Plugin(::renamed::__private::Item::Shutdown(& __DESCRIPTOR))
    }
    #[allow(non_local_definitions)]
    impl __aro::Plugin {
        ::renamed::__private::__not_exported! {
            "plugin__aro_af1f52191db2bcc5", #[doc(hidden)] pub unsafe extern "C" fn
            __plugin__aro_af1f52191db2bcc5() -> * const ::renamed::__private::c_char { &
            raw const __DESCRIPTOR as * const ::renamed::__private::c_char }
        }
        const aro_shutdown_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
};
