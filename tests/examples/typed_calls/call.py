"""Prints the nanoseconds of one call: the function in C, ours, ours with the last error read."""

import sys
import time

from cffi import FFI

ROUNDS = 100
CALLS = 10_000


def each(call):
    start = time.perf_counter_ns()
    for i in range(CALLS):
        call(i, 1)
    return (time.perf_counter_ns() - start) / CALLS


def each_checked(call, last_error, null):
    start = time.perf_counter_ns()
    for i in range(CALLS):
        call(i, 1)
        last_error(null, null)
    return (time.perf_counter_ns() - start) / CALLS


def main():
    library, declarations, plain = sys.argv[1:]
    ffi = FFI()
    with open(declarations, encoding="utf-8") as file:
        ffi.cdef(file.read())
    ffi.cdef("int32_t plain_add(int32_t a, int32_t b);")
    geometry, plain = ffi.dlopen(library), ffi.dlopen(plain)
    measured = [
        (each(plain.plain_add), each(geometry.geometry_add), each_checked(geometry.geometry_add, geometry.geometry_last_error, ffi.NULL))
        for _ in range(ROUNDS)
    ]
    print(*map(min, zip(*measured)))


main()
