import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { typeDigit } = await load("islands/jury/keys.ts");
const TEN = { lowest: 0, highest: 10 };

test("a digit is a mark of its own", () => {
  assert.deepEqual(typeDigit("", "7", TEN), { mark: 7, rest: "" });
  assert.deepEqual(typeDigit("", "0", TEN), { mark: 0, rest: "" });
});

test("a one may become ten", () => {
  assert.deepEqual(typeDigit("", "1", TEN), { mark: 1, rest: "1" });
  assert.deepEqual(typeDigit("1", "0", TEN), { mark: 10, rest: "" });
});

test("a digit that would leave the scale begins anew", () => {
  assert.deepEqual(typeDigit("1", "7", TEN), { mark: 7, rest: "" });
});

test("what is outside the scale is no mark", () => {
  assert.deepEqual(typeDigit("", "9", { lowest: 1, highest: 5 }), { mark: null, rest: "" });
  assert.deepEqual(typeDigit("", "0", { lowest: 1, highest: 5 }), { mark: null, rest: "" });
});

test("longer scales gather longer numbers", () => {
  const hundred = { lowest: 0, highest: 100 };
  assert.deepEqual(typeDigit("", "8", hundred), { mark: 8, rest: "8" });
  assert.deepEqual(typeDigit("8", "5", hundred), { mark: 85, rest: "" });
});
