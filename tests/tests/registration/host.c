/* A program that a plugin is linked into. It prints the metadata, then the reply of each action that it is told, a line each. */
#include <stdio.h>

#ifndef ARO
#define ARO(name) name
#endif

char *ARO(aro_plugin_info)(void);
char *ARO(aro_plugin_execute)(const char *action, const char *input_json);
void ARO(aro_plugin_free)(char *text);

static void show(char *text) {
    puts(text ? text : "NULL");
    ARO(aro_plugin_free)(text);
}

int main(int count, char **actions) {
    show(ARO(aro_plugin_info)());
    for (int i = 1; i < count; i++) {
        show(ARO(aro_plugin_execute)(actions[i], "{}"));
    }
    return 0;
}
