// The words of a moment, and what the school says to a draft.

import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { beginAt, endAt, typeTime, wordsWithin } = await load("islands/answer/words.ts");
const { readAnswer } = await load("islands/answer/draft.ts");

const WORDS = [
  { at: 0, until: 1 },
  { at: 1, until: 2 },
  { at: 2, until: 3 },
];

test("wordsWithin takes words by their middle", () => {
  assert.deepEqual(wordsWithin(WORDS, 0.6, 2.4), { first: 1, last: 1 });
  assert.deepEqual(wordsWithin(WORDS, 0, 3), { first: 0, last: 2 });
  assert.equal(wordsWithin(WORDS, 5, 9), null);
});

test("a moment never ends before it begins", () => {
  assert.deepEqual(beginAt({ first: 0, last: 1 }, 2), { first: 2, last: 2 });
  assert.deepEqual(endAt({ first: 1, last: 2 }, 0), { first: 0, last: 0 });
  assert.deepEqual(beginAt(null, 1), { first: 1, last: 1 });
  assert.deepEqual(endAt(null, 1), { first: 1, last: 1 });
});

test("typeTime writes what the school reads", () => {
  assert.equal(typeTime(16.98), "0:16.98");
  assert.equal(typeTime(12.5), "0:12.5");
  assert.equal(typeTime(3753), "1:02:33");
  assert.equal(typeTime(59.999), "1:00");
});

function answer(status, told, more = {}) {
  const headers = new Headers({ "Content-Type": told ? "application/json" : "text/html" });
  return { status, ok: status < 300, redirected: false, headers, json: async () => told, ...more };
}

test("readAnswer tells kept from elsewhere, out and unsaved", async () => {
  assert.deepEqual(await readAnswer(answer(200, { version: 3 })), { kind: "kept", version: 3 });
  assert.equal((await readAnswer(answer(409, { text: "a" }))).kind, "elsewhere");
  assert.equal((await readAnswer(answer(400, { message: "m" }))).kind, "unsaved");
  assert.equal((await readAnswer(answer(200, null))).kind, "unsaved");
  assert.equal((await readAnswer(answer(200, null, { redirected: true }))).kind, "out");
  assert.equal((await readAnswer(answer(403, null))).kind, "out");
  assert.equal((await readAnswer(null)).kind, "unsaved");
});
