/* An ARO host as a C library: loads plugins, calls them, and runs ARO statements and programs on them.
 *
 * Conventions
 *
 * - Strings are passed by pointer and length, without a NUL at the end, in UTF-8. A path on Unix may have any bytes but NUL. NULL with the
 *   length 0 is an empty string. The library copies what it keeps.
 * - Values are JSON text.
 * - A function returns a status. ARO_HOST_OK is 0; every other one is a failure, with a message in aro_host_last_error.
 * - Where a function has an `out`, it may be NULL. On success it gets the result, and on failure the message, so that a thread need not ask
 *   for the last error, which another thread may have replaced. `out->data` belongs to the caller, who frees it by aro_host_free.
 * - Every function may be called from every thread, at the same time, with the same runtime.
 * - A handle is looked up and never used as an address. With NULL, a handle of a destroyed runtime or any other pointer, a function returns
 *   ARO_HOST_INVALID_HANDLE and does nothing.
 *
 * Callbacks
 *
 * - Nothing is locked while a callback runs, so it may call every function with every runtime. What would have to wait for the callback itself
 *   is refused with ARO_HOST_BUSY: aro_host_destroy, aro_host_unload and aro_host_reload of its own runtime, and any change of the plugins
 *   while another change is at work.
 * - A callback must not wait for another thread that calls the same runtime: during a reload, that thread waits for the callback.
 * - Callbacks run on the thread that causes them, and on several at once: user data has to bear that.
 * - User data has to live until the callback is replaced or removed, or the runtime is destroyed, and that function has returned. Each of them
 *   waits for callbacks that run on other threads. Called from inside of a callback of the same runtime they do not wait.
 * - A callback must return. A C++ exception that leaves it ends the process, by abort(), with a message on the standard error stream: no
 *   destructor of the library's callers runs, and nothing is undefined. Catch exceptions inside of the callback. longjmp out of a callback is
 *   undefined.
 */
#ifndef ARO_HOST_H
#define ARO_HOST_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A runtime: a host with plugins of its own. */
typedef struct AroHost AroHost;

typedef int32_t AroHostStatus;

enum {
    ARO_HOST_OK = 0,
    /* NULL, a destroyed runtime, or a pointer that did not come from aro_host_create. */
    ARO_HOST_INVALID_HANDLE = 1,
    /* An argument is missing, is not UTF-8, is not JSON, or is JSON of another type. */
    ARO_HOST_INVALID_ARGUMENT = 2,
    /* AroHostConfig has an impossible size or an unknown value. */
    ARO_HOST_INVALID_CONFIG = 3,
    /* No plugin, verb or subscription has the name. */
    ARO_HOST_NOT_FOUND = 4,
    /* A plugin of the name is loaded. */
    ARO_HOST_ALREADY_LOADED = 5,
    /* The file or plugin.yaml is missing, damaged, or for another system. */
    ARO_HOST_LOAD_FAILED = 6,
    /* The plugin states another version of the ABI; the message has both. */
    ARO_HOST_INCOMPATIBLE = 7,
    /* A dependency is missing, has another version than required, or is part of a cycle; or another plugin depends on the one to unload. The
     * message has both names. */
    ARO_HOST_DEPENDENCY = 8,
    /* The function would wait for the call or callback that it is called from. Call it later. */
    ARO_HOST_BUSY = 9,
    /* The text is not ARO, or is ARO that this host does not run. */
    ARO_HOST_INVALID_PROGRAM = 10,
    /* It ran, and threw. */
    ARO_HOST_THROWN = 11,
    /* The plugin reported an error. `out` has its whole reply as JSON, with `error` and, if the plugin gives them, `error_code`, `category` and
     * `details`. */
    ARO_HOST_PLUGIN_ERROR = 12,
    /* No handle, thread or slot for an invoke callback is left. */
    ARO_HOST_LIMIT = 13,
    /* A fault of this library. The runtime can still be used. */
    ARO_HOST_PANIC = 14
};

/* A NUL-terminated string, and its length in bytes without the NUL. NULL and 0 where there is none. */
typedef struct AroHostText {
    char *data;
    size_t length;
} AroHostText;

enum {
    /* As the ARO interpreter: a verb as it is there, and every dependency is loaded. */
    ARO_HOST_STRICT = 0,
    /* Takes `Verb` for `Handle.Verb` and the reverse, and loads a plugin without its dependencies. A dependency that is there still has to have
     * the required version, and to be in no cycle. */
    ARO_HOST_RELAXED = 1
};

enum {
    /* The new files are sound, and the loaded plugin is about to be shut down. */
    ARO_HOST_BEFORE_UNLOAD = 0,
    /* The new plugin is in use. */
    ARO_HOST_AFTER_LOAD = 1,
    /* The reload was refused, and the loaded plugin stays as it was, with its state. `message` says why. */
    ARO_HOST_RELOAD_FAILED = 2
};

/* Called about a reload: for one that succeeds with ARO_HOST_BEFORE_UNLOAD and then ARO_HOST_AFTER_LOAD, else with ARO_HOST_RELOAD_FAILED alone.
 * The strings are NUL-terminated too, and live during the call. */
typedef void (*AroHostOnReload)(void *user_data, AroHost *host, int32_t phase, const char *plugin, size_t plugin_length, const char *message,
                                size_t message_length);

/* Called with an event that the program, a plugin or aro_host_emit published, when the plugins that subscribe to it have handled it. `payload` is
 * a JSON object. */
typedef void (*AroHostOnEvent)(void *user_data, AroHost *host, const char *event_type, size_t event_type_length, const char *payload,
                               size_t payload_length);

/* Called when a plugin invokes a feature set. It replies by aro_host_reply and returns 0. If it returns another number, its reply is the message
 * of an error. */
typedef int32_t (*AroHostOnInvoke)(void *user_data, AroHost *host, const char *feature_set, size_t feature_set_length, const char *input,
                                   size_t input_length);

/* How a runtime behaves. Set `size` to sizeof(AroHostConfig) and everything else to 0 for the defaults, for example by
 *
 *     AroHostConfig config = {sizeof config, 0, 0, NULL, NULL, 0, 0};
 *
 * A later version may have more fields at the end. A structure of an earlier version, which is smaller, works: what it lacks is 0. One of a
 * later version, which is larger, works if all that this library does not know is 0. Any other size is refused. */
typedef struct AroHostConfig {
    size_t size;
    /* ARO_HOST_STRICT or ARO_HOST_RELAXED. */
    int32_t compatibility;
    /* 1: plugins are loaded again when their files change, see aro_host_reload_changed. */
    int32_t hot_reload;
    AroHostOnReload on_reload;
    void *on_reload_user_data;
    /* With hot_reload: a thread of the runtime looks for changed files this often. 0: no thread; call aro_host_reload_changed. The thread takes
     * a file when it has not changed between two looks, so that a file that is being written is left alone. Its errors reach on_reload. */
    uint32_t reload_interval_ms;
    /* 0. */
    uint32_t reserved;
} AroHostConfig;

/* The version of the library, such as "0.1.0". The string is static. */
const char *aro_host_version(void);

/* Creates a runtime without plugins. `config` may be NULL for the defaults. `*out` gets the handle, or NULL on failure; the message is then that of
 * aro_host_last_error(NULL, ...). Runtimes of one process share nothing, the state of plugins included. */
AroHostStatus aro_host_create(const AroHostConfig *config, AroHost **out);

/* Destroys a runtime. Its handle is invalid at once; the function waits for the calls that other threads have in it, then shuts its plugins down, the
 * last one loaded first, and unloads them. Of several threads that destroy one runtime, one succeeds. From a callback of the runtime: ARO_HOST_BUSY,
 * and the runtime lives. */
AroHostStatus aro_host_destroy(AroHost *host);

/* The length of the message of the last function that failed on this runtime, on any thread; 0 if none has. A success does not clear it. For a handle of
 * no live runtime: that of the last function on this thread that failed with such a handle, or of aro_host_create. */
size_t aro_host_last_error_length(const AroHost *host);

/* Writes that message to `buffer`, at most `capacity` bytes with the NUL that ends it, cut between two characters. Returns the whole length without the
 * NUL. `buffer` may be NULL. */
size_t aro_host_last_error(const AroHost *host, char *buffer, size_t capacity);

/* Frees `data` of an AroHostText. NULL is allowed. */
void aro_host_free(char *data);

/* Loads a plugin: from a folder with a plugin.yaml, from that file, or from a library alone. `out` gets the name by which the other functions know it.
 *
 * A library is sought where ARO hosts look. Nothing is built. The runtime loads a copy, so the file may be overwritten; a plugin finds no files beside
 * its library. `dependencies` in plugin.yaml have to be loaded before, unless the runtime is relaxed:
 *
 *     dependencies:
 *       csv-plugin: { git: "https://example.org/csv", ref: v1.2.0, version: ">=1.2, <3" }
 *
 * `version` is a requirement as cargo has them. It is read by this library only; the ARO core ignores it. Without it, a `ref` that is a version, such as
 * v1.2.0, requires ^1.2.0, and any other `ref` nothing. */
AroHostStatus aro_host_load(AroHost *host, const char *path, size_t path_length, AroHostText *out);

/* Loads every plugin whose folder, with a plugin.yaml, is in `folder`, dependencies first: all of them, or on failure none. `out` gets a list of their
 * names in the order of loading. */
AroHostStatus aro_host_load_all(AroHost *host, const char *folder, size_t folder_length, AroHostText *out);

/* Loads a plugin again from its files, whether they have changed or not. New calls wait; calls that run end first, with the loaded plugin. Then that one is
 * shut down, and the new one started without its state. What can fail is checked before, so a reload that fails leaves the loaded plugin as it was. */
AroHostStatus aro_host_reload(AroHost *host, const char *plugin, size_t plugin_length);

/* Reloads the plugins whose files have changed, as a runtime's thread does. Needs hot_reload. `out` gets a list of their names. If a reload fails, the
 * function goes on with the others and then fails with the first message; that plugin is tried again when its files change again. */
AroHostStatus aro_host_reload_changed(AroHost *host, AroHostText *out);

/* Unloads a plugin. New calls do not find it; the function waits for the calls that use it, shuts it down and closes its library. A plugin on which another
 * one depends is refused. */
AroHostStatus aro_host_unload(AroHost *host, const char *plugin, size_t plugin_length);

/* The plugins in the order of loading. `out` gets a list of objects: name, version, handle, path, libraries, generation (how often it was loaded again),
 * dependencies (objects: name, requirement, loaded, version), dependents (names), verbs, qualifiers. */
AroHostStatus aro_host_plugins(AroHost *host, AroHostText *out);

/* Calls an action of a plugin by its name or one of its verbs. `input` is a JSON object with the arguments, or empty. `out` gets the value of the reply.
 * Events of the reply are published. */
AroHostStatus aro_host_call(AroHost *host, const char *plugin, size_t plugin_length, const char *action, size_t action_length, const char *input,
                            size_t input_length, AroHostText *out);

/* Applies a qualifier, `Handle.name`, to a value, which is any JSON. `arguments` is a JSON object, or empty. `out` gets the new value. */
AroHostStatus aro_host_qualify(AroHost *host, const char *qualifier, size_t qualifier_length, const char *value, size_t value_length,
                               const char *arguments, size_t arguments_length, AroHostText *out);

/* Calls a method of a service. `arguments` is a JSON object, or empty. `out` gets the value of the reply. */
AroHostStatus aro_host_call_service(AroHost *host, const char *service, size_t service_length, const char *method, size_t method_length,
                                    const char *arguments, size_t arguments_length, AroHostText *out);

/* Runs one ARO statement. `bindings` is a JSON object with the variables, or empty. `out` gets an object: value (that of the statement's result, or null),
 * logged (if it logs), events, notes. As in the interpreter, an error that a plugin reports is an ordinary value. Statements share no variables; several
 * that do are a program. */
AroHostStatus aro_host_run_statement(AroHost *host, const char *statement, size_t statement_length, const char *bindings, size_t bindings_length,
                                     AroHostText *out);

/* Runs a whole ARO program. `out` gets an object: output and errors (the lines of the two streams), exit_status, thrown (a message, or null), events,
 * notes. A program that ends by an error has run: the status is ARO_HOST_OK. */
AroHostStatus aro_host_run_program(AroHost *host, const char *source, size_t source_length, AroHostText *out);

/* Publishes an event. `payload` is a JSON object, or empty. When it returns, all plugins and callbacks that subscribe to it have handled it. */
AroHostStatus aro_host_emit(AroHost *host, const char *event_type, size_t event_type_length, const char *payload, size_t payload_length);

/* Calls `callback` with the events that match a pattern: a type, `Prefix*`, or `*` for all. `*subscription`, unless NULL, gets a number for
 * aro_host_unsubscribe, which is never 0. */
AroHostStatus aro_host_subscribe(AroHost *host, const char *pattern, size_t pattern_length, AroHostOnEvent callback, void *user_data,
                                 uint64_t *subscription);

/* Ends a subscription. When it returns, the callback is not called any more; see above for calls from a callback. */
AroHostStatus aro_host_unsubscribe(AroHost *host, uint64_t subscription);

/* Answers what plugins invoke by `callback`, in place of the one before; NULL to answer nothing. At most 64 runtimes of a process can answer. Call it
 * before plugins are loaded that invoke while they are loaded. */
AroHostStatus aro_host_on_invoke(AroHost *host, AroHostOnInvoke callback, void *user_data);

/* In an AroHostOnInvoke, on its thread: sets the reply, any JSON, in place of an earlier one. Without a reply it is null. */
AroHostStatus aro_host_reply(AroHost *host, const char *text, size_t text_length);

#ifdef __cplusplus
}
#endif

#endif
