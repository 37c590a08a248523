/* Calls a plugin for long, or loads and unloads it often, and looks at the memory of the process.

       soak calls LIBRARY THREADS CALLS SECONDS
       soak loads LIBRARY ROUNDS
       soak loads-without-shutdown LIBRARY ROUNDS

   The plugin is `tests/fixtures/faults`. Each reply must be the same as the first one of its kind.
   The status is 1 if one is not, if memory grows by more than 1 MiB after the warm-up, or if a round of
   loading and unloading leaves something. */
#include "plugin.h"

#include <inttypes.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>
#include <unistd.h>

static const long BOUND = 1 << 20;

static struct plugin plugin;
/* Typed functions. */
static int64_t (*plain)(void);
static char *(*use_shy)(const char *input);

/* A host's feature set: the plugin gives the answer to C's `free`. */
static char *answer(const char *feature_set, const char *input) {
    (void)feature_set;
    (void)input;
    return strdup("{\"number\":1}");
}

/* The small calls. An event has no reply. */
enum { KINDS = 18, EVENT = 10, RARE = 16 };

static char *call(int kind) {
    switch (kind) {
    case 0: return plugin.execute("TakeFickle", "{\"value\":\"text\",\"object\":\"o\",\"preposition\":\"from\"}");
    case 1: return plugin.execute("TakeAll", "{\"a\":1,\"_with\":{\"b\":[1,2.5,null,\"\\u00e4\"]},\"c\":true}");
    case 2: return plugin.execute("FailShaky", "{}");
    case 3: return plugin.execute("FailDetailed", "{}");
    case 4: return plugin.execute("TakeFickle", "{}");
    case 5: return plugin.execute("NoSuchAction", "{}");
    case 6: return plugin.execute("TakeFickle", "{\"value\":");
    case 7: return plugin.execute("service:ask", "{\"_with\":{}}");
    case 8: return plugin.qualifier("shaken", "{\"value\":[3,1,2],\"type\":\"List\"}");
    case 9: return plugin.qualifier("no such qualifier", "{\"value\":1,\"type\":\"Int\"}");
    case EVENT: plugin.on_event("Bang", "{\"n\":1}"); return NULL;
    case 11: return plugin.object_read("shelf", "q");
    case 12: return plugin.object_write("shelf", "q", "{\"a\":[1]}");
    case 13: return plugin.object_list("*");
    case 14: return plugin.execute("AskHost", "{\"name\":\"Set\",\"_with\":{\"depth\":1}}");
    case 15: return use_shy("{}");
    /* One call in a thousand: those that are not small. */
    case 16: return plugin.execute("PanicGuarded", "{}");
    case 17: return plugin.execute("StreamNumbers", "{}");
    default: return NULL;
    }
}

static char *expected[KINDS];

static void check(int kind, char *reply) {
    if (kind == EVENT) return;
    if (!reply || strcmp(reply, expected[kind])) die("another reply than the first", reply);
    plugin.free(reply);
}

/* What the first replies have in common with a plugin that works. */
static void first_replies(void) {
    for (int kind = 0; kind < KINDS; kind++) {
        char *reply = call(kind);
        if (kind == EVENT) continue;
        if (!reply) die("no reply", NULL);
        int fails = (kind >= 2 && kind <= 6) || kind == 9 || kind == 16;
        if ((strstr(reply, "\"error\"") != NULL) != fails) die("an unexpected reply", reply);
        expected[kind] = strdup(reply);
        plugin.free(reply);
    }
    if (plain() != 1) die("typed function", "not 1");
}

static void forget(void) {
    for (int kind = 0; kind < KINDS; kind++) free(expected[kind]);
}

static void open_faults(const char *path) {
    plugin = open_plugin(path);
    look_up(plugin.library, "faults_plain", &plain);
    look_up(plugin.library, "faults__use_shy", &use_shy);
    if (!plain || !use_shy || !plugin.on_event || !plugin.object_list || !plugin.set_invoke)
        die("not tests/fixtures/faults", path);
}

static void start(void) {
    plugin.set_invoke(answer);
    if (plugin.register_) plugin.register_();
    if (plugin.init) plugin.init();
}

static long resident(void) {
    long size = 0, pages = 0;
    FILE *statm = fopen("/proc/self/statm", "r");
    if (!statm || fscanf(statm, "%ld %ld", &size, &pages) != 2) die("/proc/self/statm", "not readable");
    fclose(statm);
    return pages * sysconf(_SC_PAGESIZE);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* -- many calls ------------------------------------------------------------------------------- */

static atomic_uint_fast64_t done;
static uint64_t wanted;
static double deadline;
static pthread_barrier_t warm;

/* Calls of all kinds until so many are done by all threads, or the time is over. */
static void call_until(uint64_t end, unsigned first) {
    uint64_t mine = first;
    while (atomic_load(&done) < end && now() < deadline) {
        for (int i = 0; i < 1000; i++, mine++) {
            int kind = (int)(mine % RARE);
            check(kind, call(kind));
            if (kind == EVENT && plain() != 1) die("typed function", "not 1");
        }
        int rare = RARE + (int)(mine / 1000 % (KINDS - RARE));
        check(rare, call(rare));
        atomic_fetch_add(&done, 1001);
    }
}

static void *caller(void *number) {
    unsigned first = (unsigned)(uintptr_t)number * 5;
    call_until(wanted / 20, first);
    /* The main thread reads the memory between the two. */
    pthread_barrier_wait(&warm);
    pthread_barrier_wait(&warm);
    call_until(wanted, first);
    return NULL;
}

static int many_calls(char **arguments) {
    open_faults(arguments[0]);
    unsigned threads = (unsigned)atoi(arguments[1]);
    wanted = strtoull(arguments[2], NULL, 10);
    double begin = now();
    deadline = begin + atof(arguments[3]);
    start();
    first_replies();
    if (threads < 1 || threads > 64) die("threads", arguments[1]);

    pthread_t callers[64];
    pthread_barrier_init(&warm, NULL, threads + 1);
    for (uintptr_t i = 0; i < threads; i++)
        if (pthread_create(&callers[i], NULL, caller, (void *)i)) die("pthread_create", "failed");
    pthread_barrier_wait(&warm);
    long before = resident(), highest = before;
    pthread_barrier_wait(&warm);
    while (atomic_load(&done) < wanted && now() < deadline) {
        nanosleep(&(struct timespec){ .tv_nsec = 50000000 }, NULL);
        long current = resident();
        if (current > highest) highest = current;
    }
    for (unsigned i = 0; i < threads; i++) pthread_join(callers[i], NULL);
    if (resident() > highest) highest = resident();
    uint64_t calls = atomic_load(&done);
    plugin.shutdown();
    forget();
    printf("%" PRIu64 " calls of %d kinds by %u threads: %.0f s; %ld KiB resident after the warm-up, at most %ld KiB more later\n",
           calls, KINDS, threads, now() - begin, before / 1024, (highest - before) / 1024);
    return highest - before > BOUND;
}

/* -- many loads ------------------------------------------------------------------------------- */

/* How many mappings the process has, and how many of the library. */
static void mappings(const char *path, int *all, int *library) {
    char line[4096];
    FILE *maps = fopen("/proc/self/maps", "r");
    if (!maps) die("/proc/self/maps", "not readable");
    for (*all = *library = 0; fgets(line, sizeof line, maps); ++*all)
        if (strstr(line, path)) ++*library;
    fclose(maps);
}

static int many_loads(char **arguments, int shut_down) {
    char *path = realpath(arguments[0], NULL);
    if (!path) die("no library", arguments[0]);
    int rounds = atoi(arguments[1]), warm_up = rounds / 20 + 20, all = 0, kept = 0, first_all = 0, most_kept = 0;
    long before = 0;
    size_t heap = 0;
    double begin = now();
    for (int round = 0; round < rounds + warm_up; round++) {
        open_faults(path);
        start();
        if (round == 0) first_replies();
        for (int kind = 0; kind < KINDS; kind++) check(kind, call(kind));
        plugin.free(plugin.info());
        if (shut_down) plugin.shutdown();
        if (dlclose(plugin.library)) die("dlclose", dlerror());
        if (shut_down) {
            /* One that never starts. */
            open_faults(path);
            plugin.free(plugin.info());
            plugin.shutdown();
            plugin.free(plugin.execute("TakeFickle", "{}"));
            if (dlclose(plugin.library)) die("dlclose", dlerror());
        }
        mappings(path, &all, &kept);
        if (kept > most_kept) most_kept = kept;
        if (round + 1 == warm_up) {
            before = resident();
            heap = mallinfo2().uordblks;
            first_all = all;
        }
    }
    long grown = resident() - before;
    double each = (double)((long)mallinfo2().uordblks - (long)heap) / rounds;
    printf("%d rounds of load, %d calls%s and unload%s: %.0f s; afterwards the library has %d mappings, the process %d instead of %d; "
           "%.1f bytes of the heap and %.1f resident bytes remain of a round\n",
           rounds, KINDS + 1, shut_down ? ", shutdown" : "", shut_down ? ", and one that never starts" : "", now() - begin, most_kept, all, first_all, each, (double)grown / rounds);
    free(path);
    forget();
    /* Without a shutdown the plugin must keep what a call may still use. */
    return most_kept > 0 || all > first_all || (shut_down && (grown > BOUND || each >= 16));
}

int main(int count, char **arguments) {
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (count == 6 && !strcmp(arguments[1], "calls")) return many_calls(arguments + 2);
    if (count == 4 && !strcmp(arguments[1], "loads")) return many_loads(arguments + 2, 1);
    if (count == 4 && !strcmp(arguments[1], "loads-without-shutdown")) return many_loads(arguments + 2, 0);
    fprintf(stderr, "expected calls LIBRARY THREADS CALLS SECONDS, loads LIBRARY ROUNDS or loads-without-shutdown LIBRARY ROUNDS\n");
    return 2;
}
