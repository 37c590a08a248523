/* A plugin that leaves behind what it is compiled for. */
#define _GNU_SOURCE
#ifdef _WIN32
#include <windows.h>
#undef THREAD_LOCAL /* Nothing of the kind keeps a library there. */
#else
#include <dlfcn.h>
#include <pthread.h>
#include <unistd.h>
#endif
#include <stdlib.h>
#include <string.h>

#ifndef VERSION
#define VERSION "1"
#endif

static char *give(const char *text) {
    char *copy = malloc(strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

static int ended;
void aro_plugin_shutdown(void) { ended = 1; }
#if defined REVIVES_BY_REGISTER
void aro_plugin_register(void) { ended = 0; }
#elif defined REVIVES_BY_INIT
void aro_plugin_init(void) { ended = 0; }
#endif

char *aro_plugin_info(void) {
#ifdef INFO_ENDS
    if (ended) return give("{}");
#endif
    return give("{\"name\":\"reload\",\"version\":\"" VERSION "\",\"language\":\"c\"}");
}

void aro_plugin_free(char *text) { free(text); }

#ifdef UNIQUE
__asm__(".data\n.globl only_once\n.type only_once, @gnu_unique_object\n.size only_once, 4\nonly_once:\n.long 0\n.text\n");
extern int only_once;
#endif

#ifdef THREAD_LOCAL
extern int __cxa_thread_atexit_impl(void (*)(void *), void *, void *);
extern void *__dso_handle;
static void drop(void *value) {}
#endif

#ifdef THREAD
static void *forever(void *nothing) {
    for (;;) pause();
}
void aro_plugin_init(void) {
    pthread_t thread;
    pthread_create(&thread, 0, forever, 0);
    pthread_setname_np(thread, "forever");
}
#endif

char *aro_plugin_execute(const char *action, const char *input) {
#if defined NULL_AFTER_SHUTDOWN
    if (ended) return 0;
#elif defined ERROR_AFTER_SHUTDOWN
    if (ended) return give("{\"error\":\"the plugin has ended\",\"error_code\":7}");
#endif
#ifdef THREAD_LOCAL
    if (!strcmp(action, "keep")) __cxa_thread_atexit_impl(drop, 0, &__dso_handle);
#endif
#ifdef UNIQUE
    only_once++; /* The mark counts once the loader has looked the symbol up. */
#endif
#if defined SELF && defined _WIN32
    HMODULE self;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (const char *)give, &self);
#elif defined SELF
    Dl_info self; /* By a static function, since an exported name may be another plugin's. */
    dladdr((void *)give, &self);
    dlopen(self.dli_fname, RTLD_NOW);
#endif
    return give("{\"version\":\"" VERSION "\"}");
}
