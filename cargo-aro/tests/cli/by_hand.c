/* A plugin by hand, whose metadata have what hosts ignore, and which can end the process. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *give(const char *text) { return strdup(text); }

char *aro_plugin_info(void) {
    return give("{\"name\":\"by-hand\",\"version\":\"1.0\",\"language\":\"c\",\"actions\":["
                "{\"name\":\"Size\",\"verbs\":[\"size\"],\"role\":\"king\",\"prepositions\":[\"beneath\"],"
                "\"parameters\":{\"properties\":{\"by\":{\"type\":\"integer\"}}}},"
                "{\"name\":\"Crash\",\"verbs\":[\"crash\"]},{\"name\":\"Exit\",\"verbs\":[\"exit\"]},"
                "{\"name\":\"Hang\",\"verbs\":[\"hang\"]},{\"name\":\"Null\",\"verbs\":[\"null\"]},{\"name\":\"Odd\",\"verbs\":[\"odd\"]}],"
                "\"qualifiers\":[{\"name\":\"q\"},\"r\"],\"descriptio\":7}");
}

void aro_plugin_free(char *text) { free(text); }

char *aro_plugin_execute(const char *action, const char *input) {
    static char *kept;
    if (!action || !input) return give("{\"error\":\"NULL\"}");
    if (!strcmp(action, "crash")) abort();
    if (!strcmp(action, "exit")) _exit(0);
    while (!strcmp(action, "hang")) pause();
    if (!strcmp(action, "null")) return 0;
    if (!strcmp(action, "odd")) return give("{\"text\":\"\\u001b[31m\\u0000\"}");
    /* What is allocated here is never freed. */
    kept = malloc(100);
    memset(kept, 1, 100);
    return give("{\"size\":1}");
}
