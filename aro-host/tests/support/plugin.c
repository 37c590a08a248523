/* A plugin: NAME, VERSION and HANDLE tell several apart. Everything but the exports is static. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the metadata begin with: the version of the ABI. */
#ifndef ABI
#define ABI ""
#endif

static char *(*invoke)(const char *, const char *);
/* The last event. Several threads publish. */
static char heard[512] = "{}";
static pthread_mutex_t hearing = PTHREAD_MUTEX_INITIALIZER;
static int count;

static char *give(const char *text) {
    char *made = malloc(strlen(text) + 1);
    strcpy(made, text);
    return made;
}

char *aro_plugin_info(void) {
    return give("{" ABI "\"name\":\"" NAME "\",\"version\":\"" VERSION "\",\"handle\":\"" HANDLE "\",\"actions\":["
        "{\"name\":\"EchoIt\",\"verbs\":[\"Echo" NAME "\"]},{\"name\":\"Count\",\"verbs\":[\"count" NAME "\"]},"
        "{\"name\":\"Fail\",\"verbs\":[\"fail" NAME "\"]},{\"name\":\"Tell\",\"verbs\":[\"tell" NAME "\"]},"
        "{\"name\":\"Heard\",\"verbs\":[\"heard" NAME "\"]},{\"name\":\"Ask\",\"verbs\":[\"ask" NAME "\"]},"
        "{\"name\":\"Version\",\"verbs\":[\"version" NAME "\"]}],"
        "\"qualifiers\":[{\"name\":\"wrap\"},{\"name\":\"listed\",\"inputTypes\":[\"List\"]},{\"name\":\"broken\"},{\"name\":\"input\"}],"
        "\"services\":[{\"name\":\"" NAME "svc\",\"methods\":[\"ping\"]}],\"events\":{\"subscribes\":[\"Told*\"]}}");
}

void aro_plugin_free(char *text) { free(text); }
void aro_plugin_set_invoke(char *(*callback)(const char *, const char *)) { invoke = callback; }

static void say(const char *what) {
    if (invoke) free(invoke(what, "{\"plugin\":\"" NAME "\",\"version\":\"" VERSION "\"}"));
}

void aro_plugin_register(void) {}
void aro_plugin_init(void) { say("Init"); }
void aro_plugin_shutdown(void) { say("Shutdown"); }

void aro_plugin_on_event(const char *type, const char *payload) {
    pthread_mutex_lock(&hearing);
    snprintf(heard, sizeof heard, "{\"type\":\"%s\",\"payload\":%s}", type, payload);
    pthread_mutex_unlock(&hearing);
}

char *aro_plugin_execute(const char *action, const char *input) {
    char text[64];
    if (!strncmp(action, "fail", 4)) return give("{\"error\":\"no such row\",\"error_code\":2}");
    if (!strncmp(action, "tell", 4)) return give("{\"ok\":true,\"_events\":[{\"type\":\"ToldAll\",\"data\":{\"by\":\"" NAME "\"}}]}");
    if (!strncmp(action, "heard", 5)) {
        pthread_mutex_lock(&hearing);
        char *last = give(heard);
        pthread_mutex_unlock(&hearing);
        return last;
    }
    if (!strncmp(action, "version", 7)) return give("{\"version\":\"" VERSION "\"}");
    if (!strncmp(action, "service:", 8)) return give("{\"pong\":\"" NAME "\"}");
    if (!strncmp(action, "null", 4)) return NULL;
    if (!strncmp(action, "count", 5)) {
        snprintf(text, sizeof text, "{\"count\":%d}", __sync_add_and_fetch(&count, 1));
        return give(text);
    }
    if (!strncmp(action, "ask", 3)) {
        char *answer = invoke ? invoke("Feature", input) : 0;
        char *reply = malloc((answer ? strlen(answer) : 4) + 16);
        sprintf(reply, "{\"answer\":%s}", answer ? answer : "null");
        free(answer);
        return reply;
    }
    return give(input);
}

/* Without arguments, "value" is the last key of the input. */
char *aro_plugin_qualifier(const char *name, const char *input) {
    if (!strcmp(name, "broken")) return give("{\"error\":\"it is broken\"}");
    if (!strcmp(name, "input")) {
        char *reply = malloc(strlen(input) + 16);
        sprintf(reply, "{\"result\":%s}", input);
        return reply;
    }
    const char *value = strstr(input, "\"value\":") + 8;
    char *reply = malloc(strlen(value) + 64);
    sprintf(reply, "{\"result\":[\"" NAME "\",%.*s]}", (int)strlen(value) - 1, value);
    return reply;
}
