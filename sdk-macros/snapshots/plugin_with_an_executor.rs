use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as _;
#[doc(hidden)]
mod call_aro_sdk_plugin_macro_once_in_the_crate_root {
    pub use ::aro_sdk::__private as sdk;
    pub use ::aro_sdk::__private::{
        __executor_and_timer as executor, __exported as entry_point,
        __unreachable as hidden_verb, call_action,
    };
    pub struct Plugin(pub ::aro_sdk::__private::Item);
    ::aro_sdk::__private::inventory::collect!(Plugin);
    pub static PLUGIN: ::aro_sdk::__private::Plugin = ::aro_sdk::__private::Plugin::new(
        ::aro_sdk::__private::PluginInfo {
            name: "greeter",
            version: "1.0.0",
            description: ::aro_sdk::__private::std::env!("CARGO_PKG_DESCRIPTION"),
            handle: ::aro_sdk::__private::None,
            entry_points: true,
            uses: &[],
            init_limit: ::aro_sdk::__private::DEFAULT_INIT_LIMIT,
            executor: Plugin::EXECUTOR,
        },
        |show| {
            for registered in ::aro_sdk::__private::inventory::iter::<Plugin> {
                show(registered.0);
            }
        },
        {
            use super::call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root::LIBRARY;
            extern "C" fn on_exit() {
                ::aro_sdk::__private::end(&PLUGIN, &LIBRARY);
            }
            on_exit
        },
    );
    ::aro_sdk::__private::inventory::submit! {
        Plugin(::aro_sdk::__private::Item::Plugin)
    }
    #[unsafe(no_mangle)]
    extern "C" fn aro_plugin_info() -> *mut ::aro_sdk::__private::c_char {
        ::aro_sdk::__private::info(&PLUGIN)
    }
    #[unsafe(no_mangle)]
    extern "C" fn aro_plugin_register() {
        ::aro_sdk::__private::start(&PLUGIN)
    }
    #[unsafe(no_mangle)]
    extern "C" fn aro_plugin_init() {
        ::aro_sdk::__private::start(&PLUGIN)
    }
    #[unsafe(no_mangle)]
    extern "C" fn aro_plugin_shutdown() {
        ::aro_sdk::__private::shutdown(&PLUGIN)
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_plugin_set_invoke(
        invoke: ::aro_sdk::__private::std::option::Option<::aro_sdk::__private::Invoke>,
    ) {
        unsafe { ::aro_sdk::__private::set_invoke(&PLUGIN, invoke) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_plugin_free(pointer: *mut ::aro_sdk::__private::c_char) {
        unsafe { ::aro_sdk::__private::free(pointer) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_plugin_execute(
        action: *const ::aro_sdk::__private::c_char,
        input: *const ::aro_sdk::__private::c_char,
    ) -> *mut ::aro_sdk::__private::c_char {
        unsafe { ::aro_sdk::__private::execute(&PLUGIN, action, input) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_plugin_qualifier(
        name: *const ::aro_sdk::__private::c_char,
        input: *const ::aro_sdk::__private::c_char,
    ) -> *mut ::aro_sdk::__private::c_char {
        unsafe { ::aro_sdk::__private::qualifier(&PLUGIN, name, input) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_plugin_on_event(
        kind: *const ::aro_sdk::__private::c_char,
        payload: *const ::aro_sdk::__private::c_char,
    ) {
        unsafe { ::aro_sdk::__private::on_event(&PLUGIN, kind, payload) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_object_read(
        identifier: *const ::aro_sdk::__private::c_char,
        qualifier: *const ::aro_sdk::__private::c_char,
    ) -> *mut ::aro_sdk::__private::c_char {
        unsafe { ::aro_sdk::__private::object_read(&PLUGIN, identifier, qualifier) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_object_write(
        identifier: *const ::aro_sdk::__private::c_char,
        qualifier: *const ::aro_sdk::__private::c_char,
        value: *const ::aro_sdk::__private::c_char,
    ) -> *mut ::aro_sdk::__private::c_char {
        unsafe {
            ::aro_sdk::__private::object_write(&PLUGIN, identifier, qualifier, value)
        }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_object_list(
        pattern: *const ::aro_sdk::__private::c_char,
    ) -> *mut ::aro_sdk::__private::c_char {
        unsafe { ::aro_sdk::__private::object_list(&PLUGIN, pattern) }
    }
    #[cfg(target_family = "wasm")]
    #[unsafe(no_mangle)]
    extern "C" fn aro_alloc(
        size: ::aro_sdk::__private::std::primitive::usize,
    ) -> *mut ::aro_sdk::__private::std::primitive::u8 {
        ::aro_sdk::__private::allocate(size)
    }
    #[cfg(target_family = "wasm")]
    #[unsafe(no_mangle)]
    unsafe extern "C" fn aro_dealloc(
        block: *mut ::aro_sdk::__private::std::primitive::u8,
        size: ::aro_sdk::__private::std::primitive::usize,
    ) {
        unsafe { ::aro_sdk::__private::deallocate(block, size) }
    }
    pub mod shared {
        #[allow(non_upper_case_globals)]
        pub const call_aro_sdk_library_macro_in_the_root_of_this_crate: &::aro_sdk::__private::Library = ::aro_sdk::__private::Library::NONE;
    }
}
impl call_aro_sdk_plugin_macro_once_in_the_crate_root::Plugin {
    const EXECUTOR: ::aro_sdk::__private::Executor = ::aro_sdk::__private::Executor {
        block_on: ::aro_sdk::__private::Some({
            fn __block_on(__task: ::aro_sdk::__private::Task<'_>) {
                pollster::block_on(__task)
            }
            __block_on
        }),
        sleep: ::aro_sdk::__private::Some({
            fn __sleep(
                __limit: ::aro_sdk::__private::Duration,
            ) -> ::aro_sdk::__private::Sleeping {
                ::aro_sdk::__private::sleeping(__limit, |__limit| timer::after(__limit))
            }
            __sleep
        }),
    };
}
#[doc(hidden)]
mod call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root {
    use crate::call_aro_sdk_plugin_or_aro_sdk_exports_macro_once_in_the_crate_root as _;
    pub use ::aro_sdk::__private as sdk;
    pub use ::aro_sdk::__private::DeriveExportedType;
    pub struct Exports(pub ::aro_sdk::__private::ExportItem);
    ::aro_sdk::__private::inventory::collect!(Exports);
    pub static LIBRARY: ::aro_sdk::__private::ExportLibrary = ::aro_sdk::__private::ExportLibrary::new(
        ::aro_sdk::__private::LibraryInfo {
            crate_name: "plugin",
            symbols: ["plugin_last_error", "plugin_free", "plugin_describe"],
            version: ::aro_sdk::__private::std::env!("CARGO_PKG_VERSION"),
        },
        |show| {
            for registered in ::aro_sdk::__private::inventory::iter::<Exports> {
                show(registered.0);
            }
        },
    );
    ::aro_sdk::__private::inventory::submit! {
        Exports(::aro_sdk::__private::ExportItem::Library)
    }
    impl Exports {
        const C_name_plugin_u5f_last_u5f_error_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
        const C_name_plugin_u5f_free_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
        const C_name_plugin_u5f_describe_is_declared_twice_in_this_plugin__rename_or_remove_one: () = ();
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn plugin_last_error(
        message: *mut *const ::aro_sdk::__private::c_char,
        message_len: *mut ::aro_sdk::__private::std::primitive::usize,
    ) -> ::aro_sdk::__private::std::primitive::i32 {
        unsafe { ::aro_sdk::__private::last_error(message, message_len) }
    }
    #[unsafe(no_mangle)]
    unsafe extern "C" fn plugin_free(pointer: *mut ::aro_sdk::__private::c_void) {
        unsafe { ::aro_sdk::__private::free_buffer(pointer) }
    }
    #[unsafe(no_mangle)]
    extern "C" fn plugin_describe() -> *const ::aro_sdk::__private::c_char {
        ::aro_sdk::__private::describe(&LIBRARY)
    }
}
#[doc(hidden)]
pub use call_aro_sdk_plugin_macro_once_in_the_crate_root::shared::*;
#[cfg(not(any(panic = "unwind", target_family = "wasm")))]
::aro_sdk::__private::std::compile_error!(
    "an ARO plugin needs `panic = \"unwind\"`\n= note: with `panic = \"abort\"`, a panic in an action would end the host's process\n= help: remove `panic = \"abort\"` from the profile in Cargo.toml"
);
#[cfg(test)]
#[::aro_sdk::__private::std::prelude::v1::test]
fn aro_plugin_metadata_is_complete_and_consistent() {
    call_aro_sdk_plugin_macro_once_in_the_crate_root::PLUGIN.assert_metadata();
}
