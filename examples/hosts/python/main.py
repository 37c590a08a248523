"""Calls the library `geometry` from Python and checks what it gets.

main.py LIBRARY DECLARATIONS check   one call of each kind
main.py LIBRARY DECLARATIONS memory  a million calls; how much memory they leave behind
"""

import array
import gc
import os
import sys

from geometry import Geometry, GeometryError

INVALID_INPUT = 1
EXECUTION_FAILED = 6
INVALID_STATE = 7


def fails(call, code, part):
    try:
        call()
    except GeometryError as error:
        assert error.code == code and part in str(error), (error.code, str(error))
        return
    raise AssertionError(f"no error with {part!r}")


def raises(kind, call):
    try:
        call()
    except kind:
        return
    raise AssertionError(f"no {kind}")


def check(geometry):
    assert geometry.add(2, 40) == 42
    numbers = array.array("d", [1.5, 2.5, -1.0])
    assert geometry.sum(numbers) == 3.0
    assert geometry.sum(memoryview(numbers)[1:]) == 1.5
    assert geometry.sum(array.array("d")) == 0.0
    assert geometry.checksum(b"abc") == geometry.checksum(bytearray(b"abc")) == geometry.checksum(memoryview(b"xabcx")[1:4])
    assert geometry.greet("Ada") == "Hello, Ada!"
    texts = {"abc": "cba", "héllo → 🙂": "🙂 → olléh", "": "", "a\0bc": "cb\0a"}
    for text, expected in texts.items():
        assert geometry.reverse(text) == expected
        assert geometry.reverse(text.encode()) == expected
    assert geometry.parse_point("1.5, 2") == (1.5, 2.0)
    assert geometry.area([(0, 0), (2, 0), (2, 2)]) == 2.0 and geometry.area([]) is None
    assert geometry.convex_hull([(1, 1), (0, 0), (2, 0), (1, 3)]) == [(0.0, 0.0), (2.0, 0.0), (1.0, 3.0)]
    assert geometry.convex_hull([]) == []
    assert geometry.opposite(geometry.LEFT) == geometry.RIGHT

    fails(lambda: geometry.parse_point("nowhere"), INVALID_INPUT, "is no point")
    fails(lambda: geometry.greet(b"\x80"), INVALID_INPUT, "UTF-8")
    fails(lambda: geometry.opposite(12345), INVALID_INPUT, "12345")
    fails(lambda: geometry.panic_with("on purpose"), EXECUTION_FAILED, "on purpose")
    fails(lambda: geometry.add(2**31 - 1, 1), EXECUTION_FAILED, "overflow")
    assert geometry.add(1, 1) == 2
    # What cffi or Python refuse does not reach the library.
    raises(OverflowError, lambda: geometry.add(2**31, 0))
    raises(TypeError, lambda: geometry.add("1", 0))
    raises(TypeError, lambda: geometry.sum([1.0]))
    raises(TypeError, lambda: geometry.sum(array.array("f", [1.0])))
    raises(BufferError, lambda: geometry.sum(memoryview(numbers)[::2]))
    raises(UnicodeEncodeError, lambda: geometry.greet("\ud800"))


def check_objects(geometry):
    with geometry.track("home") as track:
        track.push(0, 0)
        track.push(3, 4)
        assert track.count() == 2 and track.length() == 5.0
    fails(track.count, INVALID_STATE, "Track")
    track.close()  # does nothing more
    fails(lambda: geometry.track(""), INVALID_INPUT, "needs a name")

    forgotten = geometry.track("forgotten")
    handle = forgotten._handle
    count = lambda: geometry._plain(geometry._c.geometry_track_count(handle))
    assert count() == 0
    del forgotten
    gc.collect()
    fails(count, INVALID_STATE, "Track")


def resident_bytes():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def growth(geometry):
    before = 0
    for number in range(1_000_000):
        if number == 100_000:
            before = resident_bytes()
        kind = number % 4
        if kind == 0:
            assert geometry.greet("Ada") == "Hello, Ada!"
        elif kind == 1:
            assert geometry.convex_hull([(1, 2)]) == [(1.0, 2.0)]
        elif kind == 2:
            fails(lambda: geometry.greet(b"\xff"), INVALID_INPUT, "UTF-8")
        else:
            with geometry.track("a") as track:
                assert track.count() == 0
    return resident_bytes() - before


def main():
    library, declarations, what = sys.argv[1:]
    with open(declarations, encoding="utf-8") as file:
        geometry = Geometry(library, file.read())
    if what == "check":
        check(geometry)
        check_objects(geometry)
        print("ok")
    elif what == "memory":
        print(growth(geometry))
    else:
        sys.exit("usage: main.py LIBRARY DECLARATIONS check|memory")


main()
