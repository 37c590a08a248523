// The library `geometry` for Node, by koffi: exceptions, strings, typed arrays, objects that end.
'use strict';

const fs = require('node:fs');
const koffi = require('koffi');

const SUCCESS = 0;
const NONE = -1;

/** A failure of the library, a panic too. */
class GeometryError extends Error {
  constructor(code, message) {
    super(message);
    this.name = 'GeometryError';
    this.code = code;
  }
}

/** Reads the declarations that the generator wrote, one per line. koffi itself reads prototypes. */
function load(path, declarations) {
  const library = koffi.load(path);
  const functions = {};
  const constants = {};
  for (const line of fs.readFileSync(declarations, 'utf8').split('\n')) {
    const struct = line.match(/^typedef struct (\w+) \{ (.*) \} \w+;$/);
    const alias = line.match(/^typedef (\w+) (\w+);$/);
    if (struct) {
      const fields = struct[2].split(';').filter((field) => field.trim() !== '');
      koffi.struct(struct[1], Object.fromEntries(fields.map((field) => {
        const [, type, name] = field.trim().match(/^(.*?)(\w+)$/);
        return [name, type.trim()];
      })));
    } else if (alias) {
      koffi.alias(alias[2], alias[1]);
    } else if (line.startsWith('enum ')) {
      for (const [, name, value] of line.matchAll(/(\w+) = (-?\d+)/g)) constants[name] = Number(value);
    } else if (line.startsWith('#define ')) {
      const [, name, value] = line.split(' ');
      constants[name] = BigInt(value);
    } else if (line !== '') {
      const name = line.match(/(\w+)\(/)[1];
      functions[name] = library.func(line);
    }
  }
  return { functions, constants };
}

/** A string or bytes as UTF-8. (koffi also takes a string where C has a `char` pointer.) */
const utf8 = (text) => (typeof text === 'string' ? Buffer.from(text, 'utf8') : text);

/** A copy of UTF-8 at an address. */
const string = (pointer, length) => (length === 0n ? '' : koffi.decode.string(pointer, Number(length)));

/** A value that koffi would round or cut without a word. */
function integer(value, least, most) {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RangeError(`expected an integer from ${least} to ${most}, got ${value}`);
  }
  return value;
}
const int32 = (value) => integer(value, -(2 ** 31), 2 ** 31 - 1);

/** The library at a path. Structs have global names in koffi, so load a library only once. */
class Geometry {
  constructor(path, declarations) {
    const { functions, constants } = load(path, declarations);
    this.c = functions;
    this.LEFT = constants.geometry_Orientation_Left;
    this.RIGHT = constants.geometry_Orientation_Right;
    this.ended = new FinalizationRegistry((handle) => this.c.geometry_track_free(handle));
  }

  describe() {
    return this.c.geometry_describe();
  }

  add(a, b) {
    return this.plain(this.c.geometry_add(int32(a), int32(b)));
  }

  /** Adds the numbers of a `Float64Array`, which is not copied. */
  sum(values) {
    if (!(values instanceof Float64Array)) throw new TypeError('expected a Float64Array');
    return this.plain(this.c.geometry_sum(values, values.length));
  }

  opposite(orientation) {
    return this.plain(this.c.geometry_opposite(int32(orientation)));
  }

  greet(name) {
    return this.text(this.c.geometry_greet, name);
  }

  reverse(text) {
    return this.text(this.c.geometry_reverse, text);
  }

  panicWith(message) {
    return this.text(this.c.geometry_panic_with, message);
  }

  parsePoint(text) {
    const bytes = utf8(text);
    const out = Buffer.alloc(koffi.sizeof('geometry_Point'));
    this.status(this.c.geometry_parse_point, bytes, bytes.length, out);
    return koffi.decode(out, 'geometry_Point');
  }

  /** The area of corners `{ x, y }`, or null. */
  area(corners) {
    const out = new Float64Array(1);
    return this.status(this.c.geometry_area, corners, corners.length, out) ? out[0] : null;
  }

  convexHull(points) {
    const out = new BigUint64Array(1);
    const count = new BigUint64Array(1);
    this.status(this.c.geometry_convex_hull, points, points.length, out, count);
    try {
      // One by one: `koffi.decode` with a length keeps a type for each call.
      const size = koffi.sizeof('geometry_Point');
      return Array.from({ length: Number(count[0]) }, (_, i) => koffi.decode(out[0], i * size, 'geometry_Point'));
    } finally {
      this.c.geometry_free(out[0]);
    }
  }

  /** Gives the value, or throws the error of the call that returned it. */
  plain(value) {
    const message = new BigUint64Array(1);
    const length = new BigUint64Array(1);
    const code = this.c.geometry_last_error(message, length);
    if (code !== SUCCESS) throw new GeometryError(code, string(message[0], length[0]));
    return value;
  }

  /** Whether there is a value. Throws if the call failed. */
  status(call, ...parameters) {
    const error = Buffer.alloc(koffi.sizeof('AroError'));
    const status = call(...parameters, error);
    if (status === SUCCESS || status === NONE) return status === SUCCESS;
    const message = error.readBigUInt64LE(koffi.offsetof('AroError', 'message'));
    const length = error.readBigUInt64LE(koffi.offsetof('AroError', 'message_len'));
    try {
      throw new GeometryError(status, string(message, length));
    } finally {
      this.c.geometry_free(message);
    }
  }

  /** Calls a function from string to string. Copies what it gives and frees the library's. */
  text(call, text) {
    const bytes = utf8(text);
    const out = new BigUint64Array(1);
    const length = new BigUint64Array(1);
    this.status(call, bytes, bytes.length, out, length);
    try {
      return string(out[0], length[0]);
    } finally {
      this.c.geometry_free(out[0]);
    }
  }
}

/** An object of the library. `close` ends it, or else the garbage collector. */
class Track {
  constructor(library, name) {
    const bytes = utf8(name);
    const out = Buffer.alloc(koffi.sizeof('geometry_Track'));
    library.status(library.c.geometry_track_new, bytes, bytes.length, out);
    this.library = library;
    this.handle = koffi.decode(out, 'geometry_Track');
    library.ended.register(this, this.handle, this);
  }

  push(x, y) {
    this.library.plain(this.library.c.geometry_track_push(this.handle, { x, y }));
  }

  /** A number, or a BigInt if it is too big for one. */
  count() {
    return this.library.plain(this.library.c.geometry_track_count(this.handle));
  }

  length() {
    return this.library.plain(this.library.c.geometry_track_length(this.handle));
  }

  close() {
    this.library.ended.unregister(this);
    this.library.plain(this.library.c.geometry_track_free(this.handle));
  }
}

module.exports = { Geometry, GeometryError, Track, load };
