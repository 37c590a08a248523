/* A plugin with state of every kind that a process can share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int inside;
int exported;
static __thread int per_thread;
static int begun;

static char *give(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

char *aro_plugin_info(void) {
    return give("{\"name\":\"counter\",\"version\":\"1\",\"language\":\"c\","
                "\"actions\":[{\"name\":\"Count\",\"verbs\":[\"Tally\"]},{\"name\":\"Where\",\"verbs\":[\"Locate\"]},"
                "{\"name\":\"Write\",\"verbs\":[\"Scribble\"]}]}");
}

void aro_plugin_free(char *text) { free(text); }
void aro_plugin_init(void) { begun++; }

char *aro_plugin_execute(const char *action, const char *input) {
    char reply[2048], here[1024] = "";
    if (!action || !input) return give("{\"error\":\"NULL\",\"error_code\":1}");
    if (!strcasecmp(action, "Scribble") || !strcasecmp(action, "Write")) {
        FILE *file = fopen("scribbled.txt", "a");
        if (file) fputs("x", file), fclose(file);
        return give("{\"ok\":true}");
    }
    if (!strcasecmp(action, "Locate") || !strcasecmp(action, "Where")) {
        const char *variable = getenv("COUNTER_FILE"), *temporary = getenv("TMPDIR");
        getcwd(here, sizeof here);
        snprintf(reply, sizeof reply, "{\"variable\":\"%s\",\"temporary\":\"%s\",\"here\":\"%s\"}", variable ? variable : "",
                 temporary ? temporary : "", here);
        for (char *p = reply; *p; p++)
            if (*p == '\\') *p = '/'; /* Windows' separator would have to be escaped. */
        return give(reply);
    }
    if (!strcasecmp(action, "Tally") || !strcasecmp(action, "Count")) {
        snprintf(reply, sizeof reply, "{\"inside\":%d,\"exported\":%d,\"per_thread\":%d,\"begun\":%d}", ++inside, ++exported,
                 ++per_thread, begun);
        return give(reply);
    }
    return give("{\"error\":\"Unknown action: that\",\"error_code\":2}");
}
