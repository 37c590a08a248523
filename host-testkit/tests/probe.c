/* A plugin by hand. Everything but its exports is static, since exports of several plugins are one under RTLD_GLOBAL. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static atomic_int returned, freed, freed_null, events, hooks;
static char *(*invoke)(const char *, const char *);

static char *give(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    atomic_fetch_add(&returned, 1);
    return copy;
}

static char *counts(void) {
    char text[160];
    snprintf(text, sizeof text, "{\"returned\":%d,\"freed\":%d,\"freed_null\":%d,\"events\":%d,\"hooks\":%d}",
             returned, freed, freed_null, events, hooks);
    return give(text);
}

/* What came in, in hexadecimal, so that NULL and every byte can be told apart. */
static void show(char *to, const char *text) {
    if (!text) { strcpy(to, "NULL"); return; }
    for (; *text; text++, to += 2) sprintf(to, "%02x", (unsigned char)*text);
    *to = 0;
}

static char *echo(const char *a, const char *b, const char *c) {
    char x[512], y[512], z[512], text[1700];
    show(x, a); show(y, b); show(z, c);
    snprintf(text, sizeof text, "{\"a\":\"%s\",\"b\":\"%s\",\"c\":\"%s\"}", x, y, z);
    return give(text);
}

char *aro_plugin_info(void) {
    return give("{\"name\":\"probe\",\"version\":\"1.2.3\",\"language\":\"c\",\"handle\":\"Probe\",\"colour\":\"red\","
        "\"actions\":[{\"name\":\"Counts\",\"verbs\":[\"counts\"],\"role\":\"own\",\"prepositions\":[\"from\"],"
        "\"description\":\"d\",\"since\":\"1.0.0\",\"symbol\":\"probe__counts\",\"cost\":3},"
        "{\"name\":\"Gone\",\"symbol\":\"probe__gone\"}],"
        "\"qualifiers\":[{\"name\":\"echo\",\"inputTypes\":[\"String\",\"List\"],\"accepts_parameters\":true}],"
        "\"services\":[{\"name\":\"svc\",\"methods\":[\"ping\"]}],"
        "\"events\":{\"subscribes\":[\"User*\"],\"emits\":[\"X\"]},"
        "\"system_objects\":[{\"identifier\":\"obj\",\"capabilities\":[\"readable\"],\"description\":\"o\"}],"
        "\"deprecations\":[{\"feature\":\"f\",\"message\":\"m\",\"since\":\"1\",\"remove_in\":\"2\"}]}");
}

void aro_plugin_free(char *text) {
    atomic_fetch_add(text ? &freed : &freed_null, 1);
    free(text);
}

char *probe__counts(const char *input) { return input ? counts() : 0; }

char *aro_plugin_execute(const char *action, const char *input) {
    char text[64];
    if (!action) return echo(action, input, 0);
    if (!strcmp(action, "counts")) return counts();
    if (!strcmp(action, "null")) return 0;
    if (!strcmp(action, "reply")) return give(input);
    if (!strcmp(action, "broken")) return give("{\"a\":\"\xff\"}");
    if (!strcmp(action, "text")) return give("hello");
    if (!strcmp(action, "fail")) return give("{\"error\":\"no such row\",\"error_code\":2,\"details\":{\"row\":7}}");
    if (!strcmp(action, "invoke")) {
        char *answer = invoke ? invoke("Feature", input) : 0;
        snprintf(text, sizeof text, "{\"invoked\":%d,\"null\":%d}", invoke != 0, answer == 0);
        free(answer);
        return give(text);
    }
    return echo(action, input, 0);
}

#ifndef BARE
char *aro_plugin_qualifier(const char *name, const char *input) { return echo(name, input, 0); }
void aro_plugin_init(void) { atomic_fetch_add(&hooks, 1); }
void aro_plugin_register(void) { atomic_fetch_add(&hooks, 10); }
void aro_plugin_shutdown(void) { atomic_fetch_add(&hooks, 100); }
void aro_plugin_on_event(const char *type, const char *payload) { atomic_fetch_add(&events, type && payload ? 1 : 10); }
void aro_plugin_set_invoke(char *(*callback)(const char *, const char *)) { invoke = callback; }
char *aro_object_read(const char *id, const char *qualifier) { return echo(id, qualifier, 0); }
char *aro_object_write(const char *id, const char *qualifier, const char *value) { return echo(id, qualifier, value); }
char *aro_object_list(const char *pattern) { return echo(pattern, 0, 0); }
#endif
