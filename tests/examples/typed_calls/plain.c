/* The function beside which `geometry_add` is measured. */
#include <stdint.h>

int32_t plain_add(int32_t a, int32_t b) { return (int32_t)((uint32_t)a + (uint32_t)b); }
