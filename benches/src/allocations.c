/* Counts the allocations of a process, and the bytes that it holds: preloaded before the C library's own. */
#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <stddef.h>

static unsigned long count;
static unsigned long live;
static unsigned long peak;
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

/* A block more, and so many bytes less that it replaces. */
static void *counted(void *p, size_t replaced) {
    unsigned long now, before;
    __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
    if (!p) return p;
    now = __atomic_add_fetch(&live, malloc_usable_size(p) - replaced, __ATOMIC_RELAXED);
    before = __atomic_load_n(&peak, __ATOMIC_RELAXED);
    while ((long)(now - before) > 0 &&
           !__atomic_compare_exchange_n(&peak, &before, now, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {}
    return p;
}

void *malloc(size_t size) { return counted(__libc_malloc(size), 0); }
void *calloc(size_t n, size_t size) { return counted(__libc_calloc(n, size), 0); }
void *aligned_alloc(size_t align, size_t size) { return counted(__libc_memalign(align, size), 0); }
int posix_memalign(void **p, size_t align, size_t size) {
    void *block = __libc_memalign(align, size);
    if (!block) return ENOMEM;
    *p = counted(block, 0);
    return 0;
}
void *realloc(void *p, size_t size) {
    size_t before = p ? malloc_usable_size(p) : 0;
    return counted(__libc_realloc(p, size), before);
}
void free(void *p) {
    if (p) __atomic_sub_fetch(&live, malloc_usable_size(p), __ATOMIC_RELAXED);
    __libc_free(p);
}

unsigned long aro_bench_allocations(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

/* The most bytes held since the last time, over those held then. */
unsigned long aro_bench_peak(void) {
    static unsigned long start;
    unsigned long most = __atomic_load_n(&peak, __ATOMIC_RELAXED) - start;
    start = __atomic_load_n(&live, __ATOMIC_RELAXED);
    __atomic_store_n(&peak, start, __ATOMIC_RELAXED);
    return most;
}
