/* A plugin whose `leak` keeps a hundred bytes a call, and whose other actions keep nothing. */
#include <stdlib.h>
#include <string.h>

static char *give(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

static void *volatile kept;

char *aro_plugin_info(void) { return give("{\"name\":\"leaky\",\"version\":\"1\",\"language\":\"c\"}"); }

void aro_plugin_free(char *text) { free(text); }

char *aro_plugin_execute(const char *action, const char *input) {
    static char (*list)[64];
    static size_t length, room;
    if (!strcmp(action, "leak")) kept = malloc(100);
    if (!strcmp(action, "null")) return 0;
    if (!strcmp(action, "refuse")) return give("{\"error\":\"no\",\"error_code\":1}");
    if (!strcmp(action, "collect")) { /* grows in leaps, by more than other tests free, and is reachable */
        if (length == room) list = realloc(list, (room = room ? room * 2 : 16) * sizeof *list);
        memset(list[length++], 0, sizeof *list);
    }
    if (!strcmp(action, "scratch")) {
        volatile char *scratch = malloc(1 << 20);
        memset((char *)scratch, 1, 1 << 20);
        free((char *)scratch);
    }
    return give("{}");
}

char *aro_plugin_qualifier(const char *name, const char *input) {
    if (!strcmp(name, "leak")) kept = malloc(100);
    return give("{\"result\":1}");
}
