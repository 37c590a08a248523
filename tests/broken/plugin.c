/* A hand-written plugin that keeps every rule of the ABI. With one of the names below defined it
   breaks a single rule. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static char *copy(const char *text) {
    char *made = malloc(strlen(text) + 1);
    if (made) strcpy(made, text);
    return made;
}

/* Compares names, ignoring case, `-` and `_`. */
static int same(const char *a, const char *b) {
#ifdef EXACT_NAMES
    return !strcmp(a, b);
#endif
    for (;; a++, b++) {
        while (*a == '-' || *a == '_') a++;
        while (*b == '-' || *b == '_') b++;
        if (strncasecmp(a, b, 1)) return 0;
        if (!*a) return 1;
    }
}

/* Checks only that the input is a complete object, without recursion. */
static int is_json(const char *text) {
    int depth = 0, quoted = 0;
    if (*text != '{') return 0;
    for (; *text; text++) {
        if (quoted) {
            if (*text == '\\' && text[1]) text++;
            else if (*text == '"') quoted = 0;
        } else if (*text == '"') quoted = 1;
        else if (*text == '{' || *text == '[') depth++;
        else if (*text == '}' || *text == ']') depth--;
    }
    return !depth && !quoted;
}

#ifdef DEEP_JSON
static int nested(const char *text) {
    char room[256];
    memset(room, *text, sizeof room);
    if (*text != '[' && *text != '{' && *text != '"' && *text != 'd' && *text != 'a' && *text != 't' && *text != ':') return room[7] == 0;
    return nested(text + 1) + room[9] * 0;
}
#endif

/* ---- metadata ---- */

#ifndef NAME
#define NAME "\"name\":\"by-hand\","
#endif
#ifndef VERSION
#define VERSION "\"version\":\"1.0.0\","
#endif
#ifndef ACTION_NAME
#define ACTION_NAME "\"name\":\"ShoutLoud\","
#endif
#ifndef VERBS
#define VERBS "\"verbs\":[\"Shout-It\",\"ShoutLoud\"],"
#endif
#ifndef ROLE
#define ROLE "\"role\":\"own\","
#endif
#ifndef PREPOSITIONS
#define PREPOSITIONS "\"prepositions\":[\"from\",\"with\"]"
#endif
#ifndef MORE_ACTIONS
#define MORE_ACTIONS ",{\"name\":\"NoVerbs\"}"
#endif
#ifndef QUALIFIERS
#define QUALIFIERS "\"qualifiers\":[{\"name\":\"Loud\",\"inputTypes\":[\"String\",\"List\"],\"accepts_parameters\":true}],"
#endif
#ifndef EVENTS
#define EVENTS "\"events\":{\"subscribes\":[\"User*\",\"Exact\",\"*\"],\"emits\":[\"Shouted\"]},"
#endif
#ifndef OBJECTS
#define OBJECTS "\"system_objects\":[{\"identifier\":\"horn\",\"capabilities\":[\"readable\",\"writable\",\"enumerable\"]}],"
#endif
#ifndef MORE
#define MORE ""
#endif

#ifndef ACTIONS
#define ACTIONS "\"actions\":[{" ACTION_NAME VERBS ROLE PREPOSITIONS ",\"symbol\":\"by_hand__shout\",\"examples\":[]}" MORE_ACTIONS "],"
#endif
#ifndef DETAILS
#define DETAILS ""
#endif

static const char *const info =
    "{" NAME VERSION "\"language\":\"c\",\"colour\":\"red\"," MORE
    ACTIONS QUALIFIERS EVENTS OBJECTS
    "\"services\":[{\"name\":\"horns\",\"methods\":[\"ping\"]" DETAILS "}],\"deprecations\":[{\"feature\":\"Whisper\"}]}";

char *aro_plugin_info(void) {
#if defined INFO_NULL
    return 0;
#elif defined INFO_BROKEN
    return copy("{\"name\":");
#elif defined INFO_LIST
    return copy("[]");
#elif defined INFO_CACHED
    static char *once;
    return once ? once : (once = copy(info));
#elif defined STATIC_INFO
    return (char *)info;
#else
    return copy(info);
#endif
}

void aro_plugin_free(char *text) {
#ifdef FREE_NULL
    if (!text) abort();
#endif
#if !defined STATIC_BUFFER && !defined OVERWRITES
    free(text);
#endif
}

/* ---- life cycle ---- */

static int begun, ended;

void aro_plugin_register(void) {}

void aro_plugin_init(void) {
#ifdef INIT_TWICE
    if (begun) abort();
#endif
#ifdef LOOKS_ITSELF_UP
    void (*free_any)(char *) = (void (*)(char *))dlsym(RTLD_DEFAULT, "aro_plugin_free");
    free_any(0);
#endif
    begun = 1;
}

void aro_plugin_shutdown(void) {
#ifdef SHUTDOWN_ABORTS
    abort();
#endif
#ifdef SHUTDOWN_TWICE
    if (ended) abort();
#endif
    ended = 1;
}

/* Mistakes that only unusual input shows: what a plugin does with it goes wrong. */
static char *careless(const char *input) {
#if defined RAW_TAB
    if (strstr(input, "\\t")) return copy("{\"result\":\"a\tb\"}");
#elif defined RAW_RETURN
    if (strstr(input, "\\r")) return copy("{\"result\":\"a\rb\"}");
#elif defined RAW_CONTROL
    if (strstr(input, "\\u0001")) return copy("{\"result\":\"a\001b\"}");
#elif defined RAW_QUOTE
    if (strstr(input, "\\\"")) return copy("{\"result\":\"\"\"}");
#elif defined RAW_BACKSLASH
    if (strstr(input, "\\\\")) return copy("{\"result\":\"\\\"}");
#elif defined INFINITE
    if (strstr(input, "e308") || strstr(input, "e+308")) return copy("{\"result\":inf}");
#elif defined OUT_OF_RANGE
    if (strstr(input, "9223372036854775807")) abort();
#elif defined SHORT_BUFFER
    if (strlen(input) > 512) abort(); /* As if a buffer of this length were written over. */
#elif defined HUGE_BUFFER
    if (strlen(input) > 65536) abort();
#endif
    return 0;
}

/* ---- actions ---- */

#ifdef OVERLAP
/* Ends the process once two calls overlap. The calls wait for each other, but not forever. */
static int inside;
static void overlap(void) {
    if (__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) > 1) abort();
    for (int i = 0; i < 1000; i++) sched_yield();
    __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
}
#endif

static char *unknown(const char *name) {
#if defined UNKNOWN_IS_FINE
    return copy("{\"ok\":true}");
#else
    char text[128];
    (void)name;
    snprintf(text, sizeof text, "{\"error\":\"Unknown action: %s\",\"error_code\":2}", name[0] > 0 ? "that" : "?");
    return copy(text);
#endif
}

static char *reply(const char *input) {
#ifdef OF_ACTIONS
    char *wrong = input && is_json(input) ? careless(input) : 0;
    if (wrong) return wrong;
#endif
#ifdef NULL_POINTER
    if (input[0] == 'x') return 0;
#endif
    if (!input) return copy("{\"error\":\"no input\",\"error_code\":1,\"category\":\"validation\"}");
#ifdef INVALID_UTF8
    for (const char *c = input; *c; c++) if ((unsigned char)*c == 0xff) abort();
#endif
#ifdef DEEP_JSON
    if (nested(input)) return copy("{}");
#endif
#ifdef MALFORMED_JSON
    if (!is_json(input)) abort();
#endif
    if (!is_json(input)) return copy("{\"error\":\"no JSON\",\"error_code\":1,\"details\":{\"at\":0}}");
#ifdef WITHOUT_INIT
    if (!begun) abort();
#endif
#ifdef AFTER_SHUTDOWN
    if (ended) abort();
#endif
#ifdef OVERLAP
    overlap();
#endif
#if defined ABORT
    fputs("about to abort\n", stderr);
    abort();
#elif defined LOOP
    for (;;) pause();
#elif defined WRITE_THROUGH_NULL
    *(volatile int *)0 = 1;
#elif defined EXIT
    exit(3);
#elif defined EXIT_ZERO
    exit(0);
#elif defined PRINTS
    puts("a plugin may print, even what looks like a message: \001ARO");
    fflush(stdout);
    getchar();
#elif defined STATIC_REPLY
    return (char *)"{\"ok\":true}";
#elif defined STATIC_BUFFER
    static char buffer[64];
    snprintf(buffer, sizeof buffer, "{\"length\":%zu}", strlen(input));
    return buffer;
#elif defined OVERWRITES
    static char *last;
    if (last) last[2] = 'X';
    return last = copy("{\"length\":1}");
#elif defined REPLY_LATIN
    return copy("{\"name\":\"\xff\"}");
#elif defined REPLY_DEEP
    char deep[4096] = "{\"a\":";
    memset(deep + 5, '[', 1000), memset(deep + 1005, ']', 1000), strcpy(deep + 2005, "}");
    return copy(deep);
#elif defined REPLY_NULL
    return 0;
#elif defined RETRY_TEXT
    if (strstr(input, "Unknown action:")) return copy("{\"text\":\"Unknown action: x\"}");
#endif
#ifdef REPLY
    return copy(REPLY);
#endif
    return copy("{\"ok\":true,\"_events\":[{\"type\":\"Shouted\",\"data\":{\"n\":1}}],\"limit\":9223372036854775806}");
}

char *aro_plugin_execute(const char *action, const char *input) {
#ifdef NULL_ACTION
    if (*action == 'x') return 0;
#endif
    if (!action) return copy("{\"error\":\"no action\",\"error_code\":1}");
#ifdef UTF8_ACTION
    if ((unsigned char)*action == 0xff) abort();
#endif
#if defined EXACT_NAMES
    if (same(action, "Shout-It") || same(action, "ShoutLoud")) return reply(input);
#elif defined LOWER_ONLY
    if (!strcmp(action, "shout-it") || !strcmp(action, "shoutloud") || !strcmp(action, "shout_loud")) return reply(input);
#else
#ifdef NAME_IN_SNAKE_CASE
    if (!strcmp(action, "ShoutLoud") || !strcmp(action, "shoutloud")) return unknown(action);
#endif
    if (same(action, "shoutit") || same(action, "shoutloud")) return reply(input);
#endif
#if defined NO_VERBS_EXACT
    if (!strcmp(action, "NoVerbs") || !strcmp(action, "no_verbs")) return copy("{}");
#elif defined EXACT_NAMES
    if (!strcasecmp(action, "NoVerbs") || !strcmp(action, "no_verbs")) return copy("{}");
#else
    if (same(action, "noverbs") || same(action, "no.verbs") || same(action, "no.ver bs") || same(action, "no verbs") || same(action, "compute")) return copy("{}");
#endif
#ifndef NO_SERVICE
    if (!strncmp(action, "service:", 8) && same(action + 8, "ping") && input) {
#ifdef NEEDS_KEY
        if (!strstr(input, "\"key\":")) return copy("{\"error\":\"key is missing\",\"error_code\":1}");
        return copy("{\"result\":");
#endif
#ifdef NEEDS_LIMIT
        if (!strstr(input, "\"limit\":")) return copy("{\"error\":\"limit is missing\",\"error_code\":1}");
        return copy("{\"result\":");
#endif
#ifdef OF_SERVICES
        char *wrong = is_json(input) ? careless(input) : 0;
        if (wrong) return wrong;
#endif
    }
    if (!strncmp(action, "service:", 8) && same(action + 8, "ping")) return copy("{\"pong\":true}");
#endif
    return unknown(action);
}

#ifndef NO_ENTRY_POINT
char *by_hand__shout(const char *input) { return copy(input && is_json(input) ? "{\"ok\":true}" : "{\"error\":\"no\"}"); }
#endif

/* ---- qualifiers, events and system objects ---- */

#ifndef NO_QUALIFIER
char *aro_plugin_qualifier(const char *name, const char *input) {
    if (!name || !input) return copy("{\"error\":\"NULL\"}");
#ifdef QUALIFIER_EXACT
    if (strcmp(name, "Loud")) return copy("{\"error\":\"Unknown qualifier\"}");
#else
    if (!same(name, "loud")) return copy("{\"error\":\"Unknown qualifier\"}");
#endif
#ifdef OF_QUALIFIERS
    char *wrong = is_json(input) ? careless(input) : 0;
    if (wrong) return wrong;
#endif
#ifdef QUALIFIER_REPLY
    return copy(QUALIFIER_REPLY);
#endif
    return copy("{\"result\":\"LOUD\"}");
}
#endif

#ifndef NO_ON_EVENT
void aro_plugin_on_event(const char *type, const char *payload) {
#ifdef EVENT_NULL
    if (*type == 'x' || *payload == 'x') return;
#endif
    (void)type, (void)payload;
}
#endif

#ifndef NO_OBJECTS
char *aro_object_read(const char *id, const char *q) { return copy(id && q ? "{\"state\":\"quiet\"}" : "{\"error\":\"NULL\"}"); }
char *aro_object_write(const char *id, const char *q, const char *v) { return copy(id && q && v ? "{}" : "{\"error\":\"NULL\"}"); }
char *aro_object_list(const char *pattern) { return copy(pattern ? "[\"horn\"]" : "{\"error\":\"NULL\"}"); }
#endif

#ifdef UNDEFINED_FUNCTION
extern int nowhere_to_be_found(void);
static __attribute__((used)) int never_called(void) { return nowhere_to_be_found(); }
#endif

#ifdef EXTRA_EXPORT
int by_hand_helper(void) { return 1; }
#endif

#ifdef CALLS_ITS_EXPORT
void aro_plugin_set_invoke(char *(*invoke)(const char *, const char *)) { if (!invoke) aro_plugin_free(0); }
#endif

#ifdef LOADING_ABORTS
__attribute__((constructor)) static void loading(void) { abort(); }
#endif
#ifdef NOT_LINKED
extern int nowhere_to_be_found;
static __attribute__((used)) int *data = &nowhere_to_be_found;
#endif
