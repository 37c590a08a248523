/* Loads a plugin, makes the calls of a file, and unloads the plugin. For memcheck and the
   sanitizers: everything that is handed out is given back.

       every_function LIBRARY CALLS

   A call is a line of words with tabs between them, the first of which is the C function; `-` is
   NULL. A function that is not of the ABI takes one string, as an action's entry point does. Each
   reply is printed in a line of its own, and for a function without a reply its name. */
#include "plugin.h"

#include <stdint.h>

static struct plugin plugin;

static void *copy(const char *text) {
    /* Of the exact size: a byte read after the end is an error. */
    char *copied = malloc(strlen(text) + 1);
    return copied ? strcpy(copied, text) : NULL;
}

/* The host's feature set, and what it says if the plugin calls back from inside of it. */
static char *answer(const char *feature_set, const char *input) {
    static int depth;
    if (!feature_set || !input) return NULL;
    if (depth == 0 && plugin.execute) {
        depth = 1;
        plugin.free(plugin.execute("no such action", input));
        depth = 0;
    }
    return copy("{\"approved\":true,\"note\":\"n\"}");
}

static void print(const char *function, char *reply, int has_reply) {
    printf("%s\n", has_reply ? reply ? reply : "NULL" : function);
    if (has_reply) plugin.free(reply);
}

static int ends_with(const char *name, const char *end) {
    return strlen(name) > strlen(end) && !strcmp(name + strlen(name) - strlen(end), end);
}

/* What each library of typed functions has, else an entry point. */
static void other(const char *name, const char *input) {
    union {
        void *any;
        char *(*entry_point)(const char *input);
        const char *(*describe)(void);
        int32_t (*last_error)(const char **message, size_t *length);
        void (*free)(void *);
    } function;
    look_up(plugin.library, name, &function.any);
    if (!function.any) die("no such function", name);
    if (ends_with(name, "_describe")) {
        puts(function.describe());
    } else if (ends_with(name, "_last_error")) {
        const char *message;
        size_t length;
        printf("%d\n", function.last_error(&message, &length) + function.last_error(NULL, NULL));
    } else if (ends_with(name, "_free")) {
        function.free(NULL);
        print(name, NULL, 0);
    } else {
        print(name, function.entry_point(input), 1);
    }
}

/* The functions of the ABI that a library may lack. */
static void need(int there, const char *name) {
    if (!there) die("the plugin has no function", name);
}

static void call(const char *name, const char *a, const char *b, const char *c) {
    if (!strcmp(name, "aro_plugin_info")) print(name, plugin.info(), 1);
    else if (!strcmp(name, "aro_plugin_free")) plugin.free(NULL), print(name, NULL, 0);
    else if (!strcmp(name, "aro_plugin_execute")) need(!!plugin.execute, name), print(name, plugin.execute(a, b), 1);
    else if (!strcmp(name, "aro_plugin_qualifier")) need(!!plugin.qualifier, name), print(name, plugin.qualifier(a, b), 1);
    else if (!strcmp(name, "aro_plugin_init")) need(!!plugin.init, name), plugin.init(), print(name, NULL, 0);
    else if (!strcmp(name, "aro_plugin_shutdown")) need(!!plugin.shutdown, name), plugin.shutdown(), print(name, NULL, 0);
    else if (!strcmp(name, "aro_plugin_register")) need(!!plugin.register_, name), plugin.register_(), print(name, NULL, 0);
    else if (!strcmp(name, "aro_plugin_on_event")) need(!!plugin.on_event, name), plugin.on_event(a, b), print(name, NULL, 0);
    else if (!strcmp(name, "aro_plugin_set_invoke")) need(!!plugin.set_invoke, name), plugin.set_invoke(a ? answer : NULL), print(name, NULL, 0);
    else if (!strcmp(name, "aro_object_read")) need(!!plugin.object_read, name), print(name, plugin.object_read(a, b), 1);
    else if (!strcmp(name, "aro_object_write")) need(!!plugin.object_write, name), print(name, plugin.object_write(a, b, c), 1);
    else if (!strcmp(name, "aro_object_list")) need(!!plugin.object_list, name), print(name, plugin.object_list(a), 1);
    else other(name, a);
}

/* The words of a line, each in a block of its own. */
static void run(char *line) {
    char *words[4] = { NULL, NULL, NULL, NULL };
    line[strcspn(line, "\n")] = 0;
    for (int i = 0; i < 4 && line; i++) {
        char *end = strchr(line, '\t');
        if (end) *end = 0;
        words[i] = strcmp(line, "-") ? copy(line) : NULL;
        line = end ? end + 1 : NULL;
    }
    call(words[0], words[1], words[2], words[3]);
    for (int i = 0; i < 4; i++) free(words[i]);
}

int main(int count, char **arguments) {
    if (count != 3) die("expected", "LIBRARY CALLS");
    plugin = open_plugin(arguments[1]);
    FILE *calls = fopen(arguments[2], "r");
    if (!calls) die("no file", arguments[2]);
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, calls) > 0) run(line);
    free(line);
    fclose(calls);
    if (dlclose(plugin.library)) die("dlclose", dlerror());
    return 0;
}
