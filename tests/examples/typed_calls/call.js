// Prints the nanoseconds of one call: the function in C, ours, ours with the last error read.
'use strict';

const koffi = require('koffi');

const ROUNDS = 100;
const CALLS = 10_000;

const [library, , plain] = process.argv.slice(2);
const plainAdd = koffi.load(plain).func('int32_t plain_add(int32_t a, int32_t b)');
const geometry = koffi.load(library);
const add = geometry.func('int32_t geometry_add(int32_t a, int32_t b)');
const lastError = geometry.func('int32_t geometry_last_error(const char **message, size_t *message_len)');

function each(call) {
  const start = process.hrtime.bigint();
  for (let i = 0; i < CALLS; i++) call(i);
  return Number(process.hrtime.bigint() - start) / CALLS;
}

const least = [Infinity, Infinity, Infinity];
for (let round = 0; round < ROUNDS; round++) {
  const measured = [
    each((i) => plainAdd(i, 1)),
    each((i) => add(i, 1)),
    each((i) => { add(i, 1); lastError(null, null); }),
  ];
  measured.forEach((nanoseconds, i) => { least[i] = Math.min(least[i], nanoseconds); });
}
console.log(...least);
