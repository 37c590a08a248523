/* Embeds an ARO host: loads plugins, calls them, and runs an ARO program.
 *
 *     cc -std=c11 -I aro-host/include examples/hosts/c/embed.c -L target/release -laro_host -o embed
 *     ./embed Plugins
 *
 * The argument is a folder with the folders of the plugins `validator` and `csv-plugin`, each with its plugin.yaml. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aro_host.h"

static const char PROGRAM[] =
    "(Application-Start: Embedded) {\n"
    "    ParseCSV the <table> from \"name,email\\nAda,ada@example.org\\nBob,nobody\".\n"
    "    Log <table: count> to the <console>.\n"
    "    ValidateEmail the <check> from \"ada@example.org\".\n"
    "    Log <check: valid> to the <console>.\n"
    "    Emit a <Checked: event> with { language: \"C\" }.\n"
    "    Return an <OK: status> for the <start>.\n"
    "}\n";

/* Prints what a function returned and frees it. Ends the program if it failed. */
static void show(const char *what, AroHostStatus status, AroHostText *text) {
    if (status != ARO_HOST_OK) {
        fprintf(stderr, "%s failed with status %d: %s\n", what, (int)status, text->data ? text->data : "");
        aro_host_free(text->data);
        exit(1);
    }
    printf("%s: %s\n", what, text->data ? text->data : "");
    aro_host_free(text->data);
}

static void on_event(void *user_data, AroHost *host, const char *type, size_t type_length, const char *payload, size_t payload_length) {
    (void)host;
    (void)payload_length;
    printf("event %.*s: %s\n", (int)type_length, type, payload);
    *(int *)user_data += 1;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        fprintf(stderr, "usage: %s <folder of plugins>\n", argv[0]);
        return 2;
    }
    AroHostConfig config = {sizeof config, ARO_HOST_STRICT, 0, NULL, NULL, 0, 0};
    AroHost *host = NULL;
    AroHostText text = {NULL, 0};
    int events = 0;

    if (aro_host_create(&config, &host) != ARO_HOST_OK) {
        char message[256];
        aro_host_last_error(NULL, message, sizeof message);
        fprintf(stderr, "no runtime: %s\n", message);
        return 1;
    }
    show("loaded", aro_host_load_all(host, argv[1], strlen(argv[1]), &text), &text);
    if (aro_host_subscribe(host, "*", 1, on_event, &events, NULL) != ARO_HOST_OK) return 1;

    const char *input = "{\"value\":\"not an address\"}";
    AroHostStatus status = aro_host_call(host, "validator", 9, "ValidateEmail", 13, input, strlen(input), &text);
    show("call", status, &text);
    const char *statement = "ParseCSV the <table> from the <text> with { headers: false }.";
    const char *bindings = "{\"text\":\"1,2\"}";
    status = aro_host_run_statement(host, statement, strlen(statement), bindings, strlen(bindings), &text);
    show("statement", status, &text);
    show("program", aro_host_run_program(host, PROGRAM, sizeof PROGRAM - 1, &text), &text);

    /* A failure has a status and a message, and the runtime goes on. */
    status = aro_host_unload(host, "nobody", 6);
    char message[256];
    aro_host_last_error(host, message, sizeof message);
    printf("status %d: %s\n", (int)status, message);

    if (aro_host_destroy(host) != ARO_HOST_OK) return 1;
    printf("events %d, destroyed twice: status %d\n", events, (int)aro_host_destroy(host));
    return 0;
}
