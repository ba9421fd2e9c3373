import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { length, placesOf, wordsBetween } = await load("islands/remarks/places.ts");

test("characters are counted whole", () => {
  assert.equal(length("книга 📚"), 7);
});

test("words are taken without blanks around them", () => {
  assert.deepEqual(wordsBetween("Дети мало читают.", 4, 10), { quote: "мало", begin: 5 });
  assert.deepEqual(wordsBetween("Дети мало читают.", 4, 16), { quote: "мало читают", begin: 5 });
});

test("a place behind a sign of two halves is counted in whole characters", () => {
  assert.deepEqual(wordsBetween("📚 книга", 3, 8), { quote: "книга", begin: 2 });
  assert.deepEqual(placesOf("📚 книга", 2, 7), [3, 8]);
});

test("blanks alone are no words", () => {
  assert.equal(wordsBetween("Дети  читают", 4, 6), null);
  assert.equal(wordsBetween("Дети", 2, 2), null);
});

test("a long piece is cut to what a remark holds", () => {
  assert.equal(wordsBetween("а".repeat(1500), 0, 1500).quote.length, 1000);
});
