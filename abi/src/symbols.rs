//! The names that a plugin may export for the host ([ABI, section
//! 1](crate::reference#1-exported-functions)). When the native compiler links a plugin into a
//! program, it renames exactly these.

/// `char *aro_plugin_info(void)`: the plugin's metadata as JSON. Required.
pub const INFO: &str = "aro_plugin_info";
/// `void aro_plugin_free(char *)`: frees a pointer that the plugin returned. Required.
pub const FREE: &str = "aro_plugin_free";
/// `char *aro_plugin_execute(const char *action, const char *input_json)`: actions and services.
pub const EXECUTE: &str = "aro_plugin_execute";
/// `char *aro_plugin_qualifier(const char *name, const char *input_json)`: qualifiers.
pub const QUALIFIER: &str = "aro_plugin_qualifier";
/// `void aro_plugin_init(void)`.
pub const INIT: &str = "aro_plugin_init";
/// `void aro_plugin_shutdown(void)`.
pub const SHUTDOWN: &str = "aro_plugin_shutdown";
/// `void aro_plugin_register(void)`: called before info, when present.
pub const REGISTER: &str = "aro_plugin_register";
/// `void aro_plugin_on_event(const char *type, const char *payload_json)`.
pub const ON_EVENT: &str = "aro_plugin_on_event";
/// `void aro_plugin_set_invoke(char *(*)(const char *feature_set, const char *input_json))`.
pub const SET_INVOKE: &str = "aro_plugin_set_invoke";
/// `char *aro_object_read(const char *identifier, const char *qualifier)`.
pub const OBJECT_READ: &str = "aro_object_read";
/// `char *aro_object_write(const char *identifier, const char *qualifier, const char *value_json)`.
pub const OBJECT_WRITE: &str = "aro_object_write";
/// `char *aro_object_list(const char *pattern)`.
pub const OBJECT_LIST: &str = "aro_object_list";

/// `void *aro_alloc(size_t size)`: memory for what the host passes. Only in a WebAssembly module.
pub const ALLOC: &str = "aro_alloc";
/// `void aro_dealloc(void *, size_t size)`: frees it. Only in a WebAssembly module.
pub const DEALLOC: &str = "aro_dealloc";

/// All twelve names of the ABI.
pub const ALL: [&str; 12] = [
    INFO,
    FREE,
    EXECUTE,
    QUALIFIER,
    INIT,
    SHUTDOWN,
    REGISTER,
    ON_EVENT,
    SET_INVOKE,
    OBJECT_READ,
    OBJECT_WRITE,
    OBJECT_LIST,
];
