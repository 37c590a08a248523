/* A plugin as a host in C loads it: the functions of the ABI, from one library. */
#ifndef PLUGIN_H
#define PLUGIN_H

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef char *invoke_function(const char *feature_set, const char *input);

struct plugin {
    void *library;
    char *(*info)(void);
    void (*free)(char *);
    char *(*execute)(const char *action, const char *input);
    char *(*qualifier)(const char *name, const char *input);
    void (*init)(void);
    void (*shutdown)(void);
    void (*register_)(void);
    void (*on_event)(const char *type, const char *payload);
    void (*set_invoke)(invoke_function *);
    char *(*object_read)(const char *identifier, const char *qualifier);
    char *(*object_write)(const char *identifier, const char *qualifier, const char *value);
    char *(*object_list)(const char *pattern);
};

__attribute__((noreturn)) static inline void die(const char *what, const char *detail) {
    fprintf(stderr, "%s: %s\n", what, detail ? detail : "NULL");
    exit(1);
}

/* The address of a function, written to where a pointer to it is kept; NULL if there is none. ISO C
   has no conversion from `void *`. */
static inline void look_up(void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    memcpy(function, &address, sizeof address);
}

static inline struct plugin open_plugin(const char *path) {
    struct plugin plugin;
    plugin.library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (!plugin.library) die("dlopen", dlerror());
    look_up(plugin.library, "aro_plugin_info", &plugin.info);
    look_up(plugin.library, "aro_plugin_free", &plugin.free);
    look_up(plugin.library, "aro_plugin_execute", &plugin.execute);
    look_up(plugin.library, "aro_plugin_qualifier", &plugin.qualifier);
    look_up(plugin.library, "aro_plugin_init", &plugin.init);
    look_up(plugin.library, "aro_plugin_shutdown", &plugin.shutdown);
    look_up(plugin.library, "aro_plugin_register", &plugin.register_);
    look_up(plugin.library, "aro_plugin_on_event", &plugin.on_event);
    look_up(plugin.library, "aro_plugin_set_invoke", &plugin.set_invoke);
    look_up(plugin.library, "aro_object_read", &plugin.object_read);
    look_up(plugin.library, "aro_object_write", &plugin.object_write);
    look_up(plugin.library, "aro_object_list", &plugin.object_list);
    if (!plugin.info || !plugin.free) die("no plugin", path);
    return plugin;
}

#endif
