/* A native program with two plugins, as the compiler links it. */
#include <stdio.h>
#include <string.h>

#define PLUGIN(name)                                                                     \
    char *aro_static_##name##__aro_plugin_info(void);                                   \
    void aro_static_##name##__aro_plugin_free(char *);                                  \
    char *aro_static_##name##__aro_plugin_execute(const char *, const char *);          \
    char *aro_static_##name##__aro_plugin_qualifier(const char *, const char *);        \
    void aro_static_##name##__aro_plugin_register(void);                                \
    void aro_static_##name##__aro_plugin_shutdown(void);                                \
    static void run_##name(void) {                                                      \
        aro_static_##name##__aro_plugin_register();                                     \
        char *reply = aro_static_##name##__aro_plugin_info();                           \
        puts(reply);                                                                    \
        aro_static_##name##__aro_plugin_free(reply);                                    \
        reply = aro_static_##name##__aro_plugin_execute("Greet", "{\"data\":\"Ada\"}"); \
        puts(reply);                                                                    \
        aro_static_##name##__aro_plugin_free(reply);                                    \
        reply = aro_static_##name##__aro_plugin_execute("Greet", "{\"data\":\"\"}");    \
        puts(reply);                                                                    \
        aro_static_##name##__aro_plugin_free(reply);                                    \
        reply = aro_static_##name##__aro_plugin_execute("service:add", "{\"amount\":2}"); \
        puts(reply);                                                                    \
        aro_static_##name##__aro_plugin_free(reply);                                    \
        reply = aro_static_##name##__aro_plugin_qualifier("initials", "{\"value\":\"Ada Lovelace\"}"); \
        puts(reply);                                                                    \
        aro_static_##name##__aro_plugin_free(reply);                                    \
        aro_static_##name##__aro_plugin_shutdown();                                     \
    }

PLUGIN(first)
PLUGIN(second)

int main(void) {
    run_first();
    run_second();
    return 0;
}
