use crate::call_aro_sdk_plugin_macro_once_in_the_crate_root as _;
#[doc(hidden)]
mod call_aro_sdk_plugin_macro_once_in_the_crate_root {
    use ::greetings::call_aro_sdk_library_macro_in_the_root_of_this_crate as __USED_0;
    const _: () = ::aro_sdk::__private::std::assert!(
        __USED_0.is_library(),
        "the crate `greetings` is a plugin, so another plugin cannot use its items\n= note: both export the functions of the ABI, and the linker would refuse the second ones\n= help: in `greetings`, write `aro_sdk::library! {{}}` instead of `plugin!`; if `greetings` has to be a plugin too, choose by a feature, `#[cfg(feature = \"plugin\")] aro_sdk::plugin! {{}}` and `#[cfg(not(feature = \"plugin\"))] aro_sdk::library! {{}}`, and depend on it without that feature; in one workspace cargo may join features, then give the plugin a package of its own"
    );
    use ::other::inner::call_aro_sdk_library_macro_in_the_root_of_this_crate as __USED_1;
    const _: () = ::aro_sdk::__private::std::assert!(
        __USED_1.is_library(),
        "the crate `inner` is a plugin, so another plugin cannot use its items\n= note: both export the functions of the ABI, and the linker would refuse the second ones\n= help: in `inner`, write `aro_sdk::library! {{}}` instead of `plugin!`; if `inner` has to be a plugin too, choose by a feature, `#[cfg(feature = \"plugin\")] aro_sdk::plugin! {{}}` and `#[cfg(not(feature = \"plugin\"))] aro_sdk::library! {{}}`, and depend on it without that feature; in one workspace cargo may join features, then give the plugin a package of its own"
    );
    pub use ::aro_sdk::__private as sdk;
    pub use ::aro_sdk::__private::{
        __executor_and_timer as executor, __exported as entry_point,
        __reachable as hidden_verb, call_shared_action as call_action,
    };
    pub struct Plugin(pub ::aro_sdk::__private::Item);
    ::aro_sdk::__private::inventory::collect!(Plugin);
    pub static PLUGIN: ::aro_sdk::__private::Library = ::aro_sdk::__private::Library {
        name: "plugin",
        entry_points: true,
        for_each_item: |show| {
            for registered in ::aro_sdk::__private::inventory::iter::<Plugin> {
                show(registered.0);
            }
        },
        uses: &[__USED_0, __USED_1],
    };
    ::aro_sdk::__private::inventory::submit! {
        Plugin(::aro_sdk::__private::Item::Plugin)
    }
    ::aro_sdk::__private::inventory::submit! {
        ::aro_sdk::__private::Linked::Library(& PLUGIN)
    }
    pub mod shared {
        #[allow(non_upper_case_globals)]
        pub const call_aro_sdk_library_macro_in_the_root_of_this_crate: &::aro_sdk::__private::Library = &super::PLUGIN;
    }
}
#[doc(hidden)]
pub use call_aro_sdk_plugin_macro_once_in_the_crate_root::shared::*;
