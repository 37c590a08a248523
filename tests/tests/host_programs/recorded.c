/* A plugin that answers with recorded replies. They are in the file of the library's own name with `.replies` behind it, one a
   line in hexadecimal, of which each call takes the next; `-` is NULL. The metadata are in the file with `.info`. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text) {
    char *made = malloc(strlen(text) + 1);
    strcpy(made, text);
    return made;
}

static char *whole(const char *ending) {
    Dl_info self;
    /* A static function: references to exported ones may bind to another library's. */
    dladdr((void *)whole, &self);
    char path[4096];
    snprintf(path, sizeof path, "%s%s", self.dli_fname, ending);
    FILE *file = fopen(path, "rb");
    if (!file) return copy("");
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *text = calloc(length + 1, 1);
    if (fread(text, 1, length, file) != (size_t)length) text[0] = 0;
    fclose(file);
    return text;
}

static char *answer(void) {
    static char *rest;
    if (!rest) rest = whole(".replies");
    char *end = strchr(rest, '\n');
    if (!end) return copy("{\"error\":\"the real host made no such call\"}");
    char *line = rest;
    rest = end + 1;
    if (*line == '-') return 0;
    size_t length = (size_t)(end - line) / 2;
    char *reply = calloc(length + 1, 1);
    for (size_t i = 0; i < length; i++) {
        unsigned byte;
        sscanf(line + 2 * i, "%2x", &byte);
        reply[i] = (char)byte;
    }
    return reply;
}

char *aro_plugin_info(void) { return whole(".info"); }
void aro_plugin_free(char *text) { free(text); }
char *aro_plugin_execute(const char *action, const char *input) { (void)action; (void)input; return answer(); }
char *aro_plugin_qualifier(const char *name, const char *input) { (void)name; (void)input; return answer(); }
void aro_plugin_init(void) {}
void aro_plugin_register(void) {}
void aro_plugin_shutdown(void) {}
void aro_plugin_on_event(const char *type, const char *payload) { (void)type; (void)payload; }
char *aro_object_read(const char *id, const char *qualifier) { (void)id; (void)qualifier; return answer(); }
char *aro_object_write(const char *id, const char *qualifier, const char *value) {
    (void)id; (void)qualifier; (void)value;
    return answer();
}
char *aro_object_list(const char *pattern) { (void)pattern; return answer(); }
void aro_plugin_set_invoke(char *(*invoke)(const char *, const char *)) { (void)invoke; }
