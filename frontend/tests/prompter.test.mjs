import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { paragraphAt, pixelsASecond, progress, readSettings, secondsLeft } = await load("islands/prompter/motion.ts");

const script = { pixels: 6000, seconds: 60, wordsAMinute: 120 };

test("a script that is read twice as fast moves twice as fast and takes half as long", () => {
  assert.equal(pixelsASecond(script, 120), 100);
  assert.equal(pixelsASecond(script, 240), 200);
  assert.equal(secondsLeft(script, 3000, 240), 15);
});

test("an empty script neither moves nor lasts", () => {
  const empty = { pixels: 0, seconds: 0, wordsAMinute: 120 };
  assert.deepEqual([pixelsASecond(empty, 120), secondsLeft(empty, 0, 120), progress(empty, 0)], [0, 0, 1]);
});

test("beyond the end nothing is left", () => {
  assert.equal(secondsLeft(script, 9000, 120), 0);
});

test("a paragraph back is the one before, then the one before that; at the ends it stays", () => {
  const tops = [0, 500, 900];
  assert.equal(paragraphAt(tops, 905, -1), 900);
  assert.equal(paragraphAt(tops, 900, -1), 500);
  assert.equal(paragraphAt(tops, 0, -1), 0);
  assert.equal(paragraphAt(tops, 500, 1), 900);
  assert.equal(paragraphAt(tops, 900, 1), 900);
});

test("what was remembered wrongly counts as not said", () => {
  assert.deepEqual(readSettings(null, 120), { speed: 120, size: 3.5, isMirrored: false });
  assert.deepEqual(readSettings("{", 120), readSettings("null", 120));
  const kept = JSON.stringify({ speed: 9999, size: "x", isMirrored: true });
  assert.deepEqual(readSettings(kept, 120), { speed: 300, size: 3.5, isMirrored: true });
});
