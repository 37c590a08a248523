/* How much memory of the process is resident. */
#ifndef MEMORY_H
#define MEMORY_H

#include <stdio.h>
#include <unistd.h>

static inline long resident_bytes(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file == NULL || fscanf(file, "%*s %ld", &pages) != 1) {
        pages = 0;
    }
    if (file != NULL) {
        fclose(file);
    }
    return pages * sysconf(_SC_PAGESIZE);
}

#endif
