import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { occurrences, step, phraseAt, fold } = await load("islands/transcript/find.ts");
const { cite } = await load("islands/transcript/copy.ts");

test("words are found whatever their case, ё and spaces", () => {
  assert.deepEqual(occurrences("Молодёжь. МОЛОДЕЖЬ", "молодёжь"), [
    { from: 0, to: 8 },
    { from: 10, to: 18 },
  ]);
  assert.deepEqual(occurrences("главную  целевую", "главную целевую"), [{ from: 0, to: 16 }]);
  assert.deepEqual(occurrences("5 (пять)?", "(пять)?"), [{ from: 2, to: 9 }]);
  assert.deepEqual(occurrences("текст", "  "), []);
});

test("a letter that grows when it is made small does not move places", () => {
  assert.equal(fold("İ да").length, 4);
});

test("what was found is gone through round and round", () => {
  assert.equal(step(-1, 3, 1), 0);
  assert.equal(step(-1, 3, -1), 2);
  assert.equal(step(2, 3, 1), 0);
  assert.equal(step(0, 3, -1), 2);
  assert.equal(step(-1, 0, 1), -1);
});

test("the phrase that is said is the last that has begun", () => {
  const begins = [1, 5, 9];
  assert.deepEqual(
    [0, 1, 4.9, 5, 100].map((seconds) => phraseAt(begins, seconds)),
    [-1, 0, 0, 1, 2],
  );
  assert.equal(phraseAt([], 3), -1);
});

test("a quote says who, where and when", () => {
  const said = cite(
    { text: " Цель\n отвечает ", seconds: 50.7 },
    "Иванова. Проект ({time}). {url}",
    "https://a.ru/l/?x=1",
  );
  assert.equal(said, "«Цель отвечает»\nИванова. Проект (0:50). https://a.ru/l/?x=1&t=50s");
});
