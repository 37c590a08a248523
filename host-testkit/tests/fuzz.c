/* A plugin with the bug that it is compiled for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *give(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

char *aro_plugin_info(void) {
#ifdef EMPTY
    return give("{\"name\":\"bugs\",\"version\":\"1\",\"language\":\"c\"}");
#elif defined NAMES
    return give("{\"name\":\"bugs\",\"version\":\"1\",\"actions\":[\"Hum\",\"Quote-It\"]}");
#else
    return give("{\"name\":\"bugs\",\"version\":\"1\",\"language\":\"c\",\"handle\":\"Bugs\","
        "\"actions\":[{\"name\":\"Sound\",\"verbs\":[\"Hum\"],\"prepositions\":[\"from\"]},"
        "{\"name\":\"Quote\",\"verbs\":[\"Quote-It\"],\"prepositions\":[\"from\"],"
        "\"parameters\":{\"properties\":{\"text\":{\"type\":\"string\"},\"limit\":{\"type\":[\"integer\",\"number\"]}},"
        "\"required\":[\"text\"]}}],"
        "\"qualifiers\":[{\"name\":\"Tidy\",\"inputTypes\":[\"List\"],"
        "\"parameters\":{\"properties\":{\"size\":{\"type\":\"integer\"}}}}],"
        "\"services\":[{\"name\":\"svc\",\"methods\":[\"ping\"],"
        "\"method_details\":{\"ping\":{\"parameters\":{\"properties\":{\"key\":{\"type\":\"string\"}},\"required\":[\"key\"]}}}}]}");
#endif
}

void aro_plugin_free(char *text) { free(text); }

#ifndef BARE
char *aro_plugin_execute(const char *action, const char *input) {
    const char *limit = strstr(input, "\"limit\":");
#ifdef SERVICE_ARGUMENT
    if (!strcmp(action, "service:ping") && strstr(input, "\"key\":\"")) return 0;
#endif
    if (!strcmp(action, "service:ping")) return give("{\"pong\":true}");
#ifdef OF_HUM
    if (!strcmp(action, "Hum")) return 0;
#endif
    if (strcmp(action, "Quote-It")) return give("{}");
#ifdef BAD_JSON /* a quote inside a text is written as it is */
    if (strstr(input, "\\\"")) return give("{\"result\":\"\"\"}");
#endif
#ifdef NULL_REPLY
    if (limit && strtoll(limit + 8, 0, 10) > 1000) return 0;
#endif
#ifdef RETRY
    if (strstr(input, "\"specifiers\":[\"")) return give("{\"result\":\"Unknown action: Quote\"}");
#endif
#ifdef BUFFER /* as if a buffer of this length were written over */
    if (strlen(input) > 3000) return 0;
#endif
#ifdef TAB
    if (strstr(input, "\\t")) return give("{\"result\":\"\t\"}");
#endif
#ifdef RETURN
    if (strstr(input, "\\r")) return give("{\"result\":\"\r\"}");
#endif
#ifdef CONTROL
    if (strstr(input, "\\u0001")) return give("{\"result\":\"\001\"}");
#endif
#ifdef HUGE
    if (strstr(input, "e+308") || strstr(input, "e308")) return give("{\"result\":inf}");
#endif
#ifdef LIST
    if (!strstr(input, "\"data\"")) return give("[1]");
#endif
#ifdef LATIN
    if (strstr(input, "left_over")) return give("{\"a\":\"\xff\"}");
#endif
#ifdef PANIC
    if (strstr(input, "\"limit\":-")) return give("{\"error\":\"the plugin panicked: minus\",\"error_code\":6}");
#endif
    return give(limit ? "{\"error\":\"no\",\"error_code\":1}" : "{\"result\":1}");
}
#endif

char *aro_plugin_qualifier(const char *name, const char *input) {
#ifdef QUALIFIER_ARGUMENT
    if (strstr(input, "\"size\":")) return give("{\"result\":null}");
#endif
#ifdef SILENT
    if (strstr(input, "\"value\":[]")) return give("{\"result\":null}");
#endif
    /* The host sends the name in lower case, and nothing but lists. */
    return give(!strcmp(name, "tidy") && strstr(input, "\"type\":\"List\"") ? "{\"result\":1}" : "null");
}
