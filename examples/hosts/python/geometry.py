"""The library `geometry` for Python, by cffi: exceptions, `str` and `bytes`, objects that end."""

import weakref

from cffi import FFI

SUCCESS = 0
NONE = -1


class GeometryError(Exception):
    """A failure of the library, a panic too."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Geometry:
    """The library at a path, with the declarations that the generator wrote."""

    def __init__(self, path, declarations):
        self._ffi = FFI()
        self._ffi.cdef(declarations)
        self._c = self._ffi.dlopen(path)
        self.LEFT = self._c.geometry_Orientation_Left
        self.RIGHT = self._c.geometry_Orientation_Right

    def describe(self):
        return self._ffi.string(self._c.geometry_describe()).decode()

    def add(self, a, b):
        return self._plain(self._c.geometry_add(a, b))

    def sum(self, values):
        """Adds numbers in any buffer of C doubles (`array`, `memoryview`, NumPy), without a copy."""
        values, count = self._elements(values, "d", "double[]")
        return self._plain(self._c.geometry_sum(values, count))

    def checksum(self, data):
        """Takes `bytes` or any buffer of bytes, without a copy."""
        data, count = self._elements(data, "B", "uint8_t[]")
        return self._plain(self._c.geometry_checksum(data, count))

    def opposite(self, orientation):
        return self._plain(self._c.geometry_opposite(orientation))

    def greet(self, name):
        return self._text(self._c.geometry_greet, name).decode()

    def reverse(self, text):
        return self._text(self._c.geometry_reverse, text).decode()

    def panic_with(self, message):
        return self._text(self._c.geometry_panic_with, message).decode()

    def parse_point(self, text):
        data = _utf8(text)
        point = self._ffi.new("geometry_Point *")
        self._status(self._c.geometry_parse_point, data, len(data), point)
        return point.x, point.y

    def area(self, corners):
        """The area of `(x, y)` pairs, or None."""
        area = self._ffi.new("double *")
        found = self._status(self._c.geometry_area, self._points(corners), len(corners), area)
        return area[0] if found else None

    def convex_hull(self, points):
        out, count = self._ffi.new("geometry_Point **"), self._ffi.new("size_t *")
        self._status(self._c.geometry_convex_hull, self._points(points), len(points), out, count)
        try:
            return [(out[0][i].x, out[0][i].y) for i in range(count[0])]
        finally:
            self._c.geometry_free(out[0])

    def track(self, name):
        return Track(self, name)

    def _points(self, points):
        return self._ffi.new("geometry_Point[]", [tuple(point) for point in points])

    def _elements(self, values, code, ctype):
        view = memoryview(values)
        if view.format != code:
            raise TypeError(f"expected a buffer of the format {code!r}, got {view.format!r}")
        return self._ffi.from_buffer(ctype, values), len(view)

    def _plain(self, value):
        """Gives the value, or raises the error of the call that returned it."""
        message, length = self._ffi.new("char **"), self._ffi.new("size_t *")
        code = self._c.geometry_last_error(message, length)
        if code != SUCCESS:
            raise GeometryError(code, self._copy(message[0], length[0]).decode())
        return value

    def _status(self, function, *arguments):
        """Whether there is a value. Raises if the call failed."""
        error = self._ffi.new("AroError *")
        status = function(*arguments, error)
        if status in (SUCCESS, NONE):
            return status == SUCCESS
        try:
            message = self._copy(error.message, error.message_len).decode()
        finally:
            self._c.geometry_free(error.message)
        raise GeometryError(status, message)

    def _copy(self, pointer, length):
        return self._ffi.buffer(pointer, length)[:] if length else b""

    def _text(self, function, text):
        """Takes `str` or `bytes`. Copies the string that the function gives and frees the library's."""
        data = _utf8(text)
        out, length = self._ffi.new("char **"), self._ffi.new("size_t *")
        self._status(function, data, len(data), out, length)
        try:
            return self._copy(out[0], length[0])
        finally:
            self._c.geometry_free(out[0])


class Track:
    """An object of the library. `close` or a `with` ends it, or else the garbage collector."""

    def __init__(self, library, name):
        self._library = library
        data = _utf8(name)
        handle = library._ffi.new("geometry_Track *")
        library._status(library._c.geometry_track_new, data, len(data), handle)
        self._handle = handle[0]
        self._end = weakref.finalize(self, library._c.geometry_track_free, handle[0])

    def push(self, x, y):
        self._library._plain(self._library._c.geometry_track_push(self._handle, (x, y)))

    def count(self):
        return self._library._plain(self._library._c.geometry_track_count(self._handle))

    def length(self):
        return self._library._plain(self._library._c.geometry_track_length(self._handle))

    def close(self):
        self._end()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _utf8(text):
    return text.encode() if isinstance(text, str) else text
