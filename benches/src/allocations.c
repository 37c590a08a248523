/* Counts the allocations of a process: preloaded before the C library's own. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>

static unsigned long count;
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);

void *malloc(size_t size) { __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED); return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED); return __libc_calloc(n, size); }
void *realloc(void *p, size_t size) { __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED); return __libc_realloc(p, size); }

unsigned long aro_bench_allocations(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }
