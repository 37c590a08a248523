/* Prints the nanoseconds of one call: the function in C, ours, ours with the last error read. */
#include <stdio.h>
#include <time.h>

#include "geometry.h"

int32_t plain_add(int32_t a, int32_t b);

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int32_t sum;

#define MEASURE(least, call)                              \
    do {                                                  \
        double start = now();                             \
        for (int32_t i = 0; i < CALLS; i++) {             \
            sum ^= (call);                                \
        }                                                 \
        double each = (now() - start) / CALLS;            \
        least = least == 0.0 || each < least ? each : least; \
    } while (0)

enum { ROUNDS = 300, CALLS = 50000 };

int main(void) {
    double plain = 0.0, ours = 0.0, checked = 0.0;
    for (int round = 0; round < ROUNDS; round++) {
        MEASURE(plain, plain_add(i, 1));
        MEASURE(ours, geometry_add(i, 1));
        MEASURE(checked, geometry_add(i, 1) + geometry_last_error(NULL, NULL));
    }
    printf("%f %f %f\n", plain, ours, checked);
    return sum == 42;
}
