"""Embeds an ARO host: loads plugins, calls them, and runs an ARO program.

    python3 examples/hosts/python/embed.py target/release/libaro_host.so Plugins

The second argument is a folder with the folders of the plugins `validator` and `csv-plugin`, each with its plugin.yaml.
"""

import ctypes
import json
import os
import sys

OK, NOT_FOUND, PLUGIN_ERROR = 0, 4, 12


class Text(ctypes.Structure):
    _fields_ = [("data", ctypes.c_void_p), ("length", ctypes.c_size_t)]


OnReload = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t
)
OnEvent = ctypes.CFUNCTYPE(
    None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_size_t
)


class Config(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_size_t),
        ("compatibility", ctypes.c_int32),
        ("hot_reload", ctypes.c_int32),
        ("on_reload", OnReload),
        ("on_reload_user_data", ctypes.c_void_p),
        ("reload_interval_ms", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class AroError(Exception):
    def __init__(self, status, message):
        super().__init__(f"status {status}: {message}")
        self.status = status
        self.message = message


class Host:
    """A runtime. Use it in a `with` statement."""

    def __init__(self, library):
        self._library = ctypes.CDLL(library)
        # A handle is wider than the int that ctypes passes by default.
        for name in ("destroy", "load", "load_all", "unload", "call", "run_program", "subscribe", "last_error", "plugins"):
            function = getattr(self._library, "aro_host_" + name)
            function.restype = ctypes.c_size_t if name == "last_error" else ctypes.c_int32
        self._library.aro_host_free.argtypes = [ctypes.c_void_p]
        self._library.aro_host_free.restype = None
        self._handle = ctypes.c_void_p()
        # ctypes callbacks live as long as these references.
        self._callbacks = []
        config = Config(size=ctypes.sizeof(Config))
        status = self._library.aro_host_create(ctypes.byref(config), ctypes.byref(self._handle))
        if status != OK:
            raise AroError(status, self._last_error(None))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.destroy()

    def destroy(self):
        return self._library.aro_host_destroy(self._handle)

    def _last_error(self, handle):
        buffer = ctypes.create_string_buffer(1024)
        self._library.aro_host_last_error(handle, buffer, ctypes.c_size_t(len(buffer)))
        return buffer.value.decode()

    def _run(self, name, *strings):
        """Calls a function with strings and an `out`. Returns the result's text."""
        arguments = []
        for string in strings:
            data = os.fsencode(string)
            arguments += [ctypes.c_char_p(data), ctypes.c_size_t(len(data))]
        out = Text()
        status = getattr(self._library, "aro_host_" + name)(self._handle, *arguments, ctypes.byref(out))
        text = ctypes.string_at(out.data, out.length).decode() if out.data else ""
        self._library.aro_host_free(out.data)
        if status != OK:
            raise AroError(status, text)
        return text

    def load_all(self, folder):
        return json.loads(self._run("load_all", folder))

    def call(self, plugin, action, **arguments):
        return json.loads(self._run("call", plugin, action, json.dumps(arguments)))

    def run_program(self, source):
        return json.loads(self._run("run_program", source))

    def unload(self, plugin):
        data = plugin.encode()
        status = self._library.aro_host_unload(self._handle, ctypes.c_char_p(data), ctypes.c_size_t(len(data)))
        if status != OK:
            raise AroError(status, self._last_error(self._handle))

    def subscribe(self, pattern, handle_event):
        def callback(_user_data, _host, event_type, type_length, payload, payload_length):
            # An exception must not leave a callback; ctypes prints it and goes on.
            event = ctypes.string_at(event_type, type_length).decode()
            handle_event(event, json.loads(ctypes.string_at(payload, payload_length)))

        self._callbacks.append(OnEvent(callback))
        data = pattern.encode()
        status = self._library.aro_host_subscribe(
            self._handle, ctypes.c_char_p(data), ctypes.c_size_t(len(data)), self._callbacks[-1], None, None
        )
        if status != OK:
            raise AroError(status, self._last_error(self._handle))


PROGRAM = r"""
(Application-Start: Embedded) {
    ParseCSV the <table> from "name,email\nAda,ada@example.org\nBob,nobody".
    Log <table: count> to the <console>.
    ValidateEmail the <check> from "ada@example.org".
    Log <check: valid> to the <console>.
    Emit a <Checked: event> with { language: "Python" }.
    Return an <OK: status> for the <start>.
}
"""


def main(library, folder):
    events = []
    with Host(library) as host:
        print("loaded:", host.load_all(folder))
        host.subscribe("*", lambda event, payload: events.append((event, payload)))
        print("call:", host.call("validator", "ValidateEmail", value="not an address")["valid"])
        try:
            host.call("validator", "ValidateEmail", value=42)
        except AroError as error:
            print("refused:", error.status, json.loads(error.message)["error"])
        outcome = host.run_program(PROGRAM)
        print("program:", outcome["output"], outcome["exit_status"])
        try:
            host.unload("nobody")
        except AroError as error:
            print(error)
    print("events:", events)
    print("destroyed twice: status", host.destroy())


if __name__ == "__main__":
    main(*sys.argv[1:])
