// Calls the library `geometry` from Node and checks what it gets.
//
//     node --expose-gc main.js LIBRARY DECLARATIONS check    one call of each kind
//     node --expose-gc main.js LIBRARY DECLARATIONS memory   a million calls; the memory they leave
//
// For `memory`, tests/tests/hosts/scripted.rs turns off what V8 keeps in reserve.
'use strict';

const assert = require('node:assert/strict');
const { Geometry, GeometryError, Track } = require('./geometry.js');

const INVALID_INPUT = 1;
const EXECUTION_FAILED = 6;
const INVALID_STATE = 7;

function fails(call, code, part) {
  assert.throws(call, (error) => error instanceof GeometryError && error.code === code && error.message.includes(part));
}

function check(geometry) {
  assert.equal(geometry.add(2, 40), 42);
  assert.equal(geometry.sum(new Float64Array([1.5, 2.5, -1.0])), 3.0);
  assert.equal(geometry.sum(new Float64Array()), 0.0);
  assert.equal(geometry.greet('Ada'), 'Hello, Ada!');
  const texts = { abc: 'cba', 'héllo → 🙂': '🙂 → olléh', '': '', 'a\0bc': 'cb\0a' };
  for (const [text, expected] of Object.entries(texts)) {
    assert.equal(geometry.reverse(text), expected);
    assert.equal(geometry.reverse(Buffer.from(text)), expected);
  }
  assert.deepEqual(geometry.parsePoint('1.5, 2'), { x: 1.5, y: 2 });
  const corners = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }];
  assert.equal(geometry.area(corners), 2);
  assert.equal(geometry.area([]), null);
  assert.deepEqual(geometry.convexHull([{ x: 1.5, y: 1 }, ...corners]), corners);
  assert.deepEqual(geometry.convexHull([]), []);
  assert.equal(geometry.opposite(geometry.LEFT), geometry.RIGHT);

  fails(() => geometry.parsePoint('nowhere'), INVALID_INPUT, 'is no point');
  fails(() => geometry.greet(Buffer.from([0x80])), INVALID_INPUT, 'UTF-8');
  fails(() => geometry.opposite(12345), INVALID_INPUT, '12345');
  fails(() => geometry.panicWith('on purpose'), EXECUTION_FAILED, 'on purpose');
  fails(() => geometry.add(2 ** 31 - 1, 1), EXECUTION_FAILED, 'overflow');
  assert.equal(geometry.add(1, 1), 2);
  // What the wrapper refuses does not reach the library.
  assert.throws(() => geometry.add(2 ** 31, 0), RangeError);
  assert.throws(() => geometry.add('1', 0), RangeError);
  assert.throws(() => geometry.sum([1.0]), TypeError);
  // JavaScript itself replaces half of a surrogate pair.
  assert.equal(geometry.reverse('a\ud800'), '\ufffda');
}

async function checkObjects(geometry) {
  const track = new Track(geometry, 'home');
  track.push(0, 0);
  track.push(3, 4);
  assert.equal(track.count(), 2);
  assert.equal(track.length(), 5);
  track.close();
  fails(() => track.count(), INVALID_STATE, 'Track');
  fails(() => track.close(), INVALID_STATE, 'Track');
  fails(() => new Track(geometry, ''), INVALID_INPUT, 'needs a name');

  const { handle } = new Track(geometry, 'forgotten');
  const isThere = () => {
    try {
      return geometry.plain(geometry.c.geometry_track_count(handle)) === 0;
    } catch {
      return false;
    }
  };
  assert.ok(isThere());
  for (let round = 0; isThere(); round++) {
    assert.ok(round < 10_000, 'the finalizer did not run');
    global.gc();
    await new Promise(setImmediate);
  }
}

/** What is resident, without what V8 keeps for objects to come. */
function residentBytes() {
  global.gc();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  return rss - (heapTotal - heapUsed);
}

function growth(geometry) {
  let before = 0;
  for (let number = 0; number < 1_000_000; number++) {
    if (number === 100_000) before = residentBytes();
    switch (number % 4) {
      case 0:
        assert.equal(geometry.greet('Ada'), 'Hello, Ada!');
        break;
      case 1:
        assert.equal(geometry.convexHull([{ x: 1, y: 2 }])[0].y, 2);
        break;
      case 2:
        fails(() => geometry.greet(Buffer.from([0xff])), INVALID_INPUT, 'UTF-8');
        break;
      default: {
        const track = new Track(geometry, 'a');
        assert.equal(track.count(), 0);
        track.close();
      }
    }
  }
  return residentBytes() - before;
}

async function main() {
  const [library, declarations, what] = process.argv.slice(2);
  const geometry = new Geometry(library, declarations);
  if (what === 'check') {
    check(geometry);
    await checkObjects(geometry);
    console.log('ok');
  } else if (what === 'memory') {
    console.log(growth(geometry));
  } else {
    throw new Error('usage: main.js LIBRARY DECLARATIONS check|memory');
  }
}

main();
