import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { occurrences, step, phraseAt, fold } = await load("islands/transcript/find.ts");
const { extend, stepTo } = await load("islands/transcript/range.ts");
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
    { text: " Цель\n отвечает ", seconds: 50.7, end: null },
    "Иванова. Проект ({time}). {url}",
    "https://a.ru/l/?x=1",
  );
  assert.equal(said, "«Цель отвечает»\nИванова. Проект (0:50). https://a.ru/l/?x=1&t=50s");
});

test("a quote of a moment says from when to when", () => {
  const said = cite({ text: "Цель", seconds: 50.7, end: 55.1 }, "{time}. {url}", "https://a.ru/l/");
  assert.equal(said, "«Цель»\n0:50–0:56. https://a.ru/l/?t=50s-56s");
});

test("the nearer end of what is chosen moves to a phrase that is pressed", () => {
  assert.deepEqual(extend(null, 3), { first: 3, last: 3 });
  assert.deepEqual(extend({ first: 3, last: 5 }, 9), { first: 3, last: 9 });
  assert.deepEqual(extend({ first: 3, last: 5 }, 1), { first: 1, last: 5 });
  assert.deepEqual(extend({ first: 3, last: 9 }, 4), { first: 4, last: 9 });
  assert.deepEqual(extend({ first: 3, last: 9 }, 8), { first: 3, last: 8 });
});

test("arrows go from phrase to phrase and not beyond them", () => {
  assert.equal(stepTo("ArrowDown", 2, 5), 3);
  assert.equal(stepTo("ArrowUp", 0, 5), 0);
  assert.equal(stepTo("ArrowRight", 4, 5), 4);
  assert.equal(stepTo("a", 2, 5), null);
  assert.equal(stepTo("ArrowLeft", 0, 0), null);
});
