/* A plugin that answers what a test has put into the folder FOLDER: its metadata from `info`, and its replies from `replies`,
   one a line in hexadecimal, of which each call takes the first; `-` is NULL. What is not there is answered as the recorded
   plugin did it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text) {
    char *made = malloc(strlen(text) + 1);
    strcpy(made, text);
    return made;
}

static char *whole(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) return 0;
    char *text = calloc(1 << 16, 1);
    if (fread(text, 1, (1 << 16) - 1, file) == 0) text[0] = 0;
    fclose(file);
    return text;
}

static char *answer(const char *otherwise) {
    char *lines = whole(FOLDER "/replies");
    if (!lines || !strchr(lines, '\n')) { free(lines); return copy(otherwise); }
    char *end = strchr(lines, '\n');
    FILE *rest = fopen(FOLDER "/replies", "wb");
    fputs(end + 1, rest);
    fclose(rest);
    *end = 0;
    char *reply = 0;
    if (strcmp(lines, "-")) {
        size_t length = strlen(lines) / 2;
        unsigned byte;
        reply = calloc(length + 1, 1);
        for (size_t i = 0; i < length; i++) { sscanf(lines + 2 * i, "%2x", &byte); reply[i] = (char)byte; }
    }
    free(lines);
    return reply;
}

#ifndef NO_INFO
char *aro_plugin_info(void) {
    char *info = whole(FOLDER "/info");
    if (info && !strcmp(info, "@NULL")) { free(info); return 0; }
    return info;
}
#endif

void aro_plugin_free(char *text) { free(text); }

#ifndef NO_EXECUTE
char *aro_plugin_execute(const char *action, const char *input) { (void)action; (void)input; return answer("{\"ok\":true}"); }
#endif
#ifndef NO_QUALIFIER
char *aro_plugin_qualifier(const char *name, const char *input) { (void)name; (void)input; return answer("{\"result\":\"q\"}"); }
#endif
#ifndef NO_INIT
void aro_plugin_init(void) {}
#endif
#ifndef NO_REGISTER
void aro_plugin_register(void) {}
#endif
void aro_plugin_shutdown(void) {}
void aro_plugin_on_event(const char *type, const char *payload) { (void)type; (void)payload; }
char *aro_object_read(const char *id, const char *qualifier) { (void)id; (void)qualifier; return answer("{}"); }
char *aro_object_write(const char *id, const char *qualifier, const char *value) {
    (void)id; (void)qualifier; (void)value;
    return answer("{}");
}
char *aro_object_list(const char *pattern) { (void)pattern; return answer("{}"); }

/* Asks at once, and gives back what came to C's free. */
void aro_plugin_set_invoke(char *(*invoke)(const char *, const char *)) {
    if (invoke) free(invoke("SomeFeature", "{\"a\":1}"));
}
