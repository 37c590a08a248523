/* One of several plugins in a host: NAME and HANDLE tell them apart. Everything but the exports is static. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *(*invoke)(const char *, const char *);
static char heard[512] = "{}";
static int registered;

static char *give(const char *text) {
    char *made = malloc(strlen(text) + 1);
    strcpy(made, text);
    return made;
}

char *aro_plugin_info(void) {
    return give("{\"name\":\"" NAME "\",\"version\":\"1.0.0\",\"handle\":\"" HANDLE "\",\"actions\":["
        "{\"name\":\"EchoIt\",\"verbs\":[\"Echo" NAME "\"]},{\"name\":\"LoadIt\",\"verbs\":[\"load\"]},"
        "{\"name\":\"FailIt\",\"verbs\":[\"fail-" NAME "\"]},{\"name\":\"Tell\",\"verbs\":[\"tell" NAME "\"]},"
        "{\"name\":\"Heard\",\"verbs\":[\"heard" NAME "\"]},{\"name\":\"Ask\",\"verbs\":[\"ask" NAME "\"]},"
        "{\"name\":\"Registered\",\"verbs\":[\"registered" NAME "\"]}],"
        "\"qualifiers\":[{\"name\":\"Wrap\"},{\"name\":\"listed\",\"inputTypes\":[\"List\"]}],"
        "\"services\":[{\"name\":\"" NAME "svc\",\"methods\":[\"ping\"]}],\"events\":{\"subscribes\":[\"Told*\"]}}");
}

void aro_plugin_free(char *text) { free(text); }
void aro_plugin_register(void) { registered++; }
void aro_plugin_init(void) {}
void aro_plugin_shutdown(void) {}
void aro_plugin_set_invoke(char *(*callback)(const char *, const char *)) { invoke = callback; }

void aro_plugin_on_event(const char *type, const char *payload) {
    snprintf(heard, sizeof heard, "{\"type\":\"%s\",\"payload\":%s}", type, payload);
}

char *aro_plugin_execute(const char *action, const char *input) {
    char text[64];
    if (!strcmp(action, "load")) return give("{\"loaded\":\"" NAME "\"}");
    if (!strncmp(action, "fail", 4)) return give("{\"error\":\"no such row\",\"error_code\":2}");
    if (!strncmp(action, "tell", 4)) return give("{\"ok\":true,\"_events\":[{\"type\":\"ToldAll\",\"data\":{\"by\":\"" NAME "\"}}]}");
    if (!strncmp(action, "heard", 5)) return give(heard);
    if (!strncmp(action, "service:", 8)) return give("{\"pong\":\"" NAME "\"}");
    if (!strncmp(action, "registered", 10)) {
        snprintf(text, sizeof text, "{\"times\":%d}", registered);
        return give(text);
    }
    if (!strncmp(action, "ask", 3)) {
        char *answer = invoke ? invoke("Feature", input) : 0;
        char *reply = give(answer ? answer : "{\"answer\":\"none\"}");
        free(answer);
        return reply;
    }
    return give(input);
}

/* "value" is the last key of the input: the testkit sorts them. */
char *aro_plugin_qualifier(const char *name, const char *input) {
    (void)name;
    const char *value = strstr(input, "\"value\":") + 8;
    char *reply = malloc(strlen(value) + 64);
    sprintf(reply, "{\"result\":[\"" NAME "\",%.*s]}", (int)strlen(value) - 1, value);
    return reply;
}
