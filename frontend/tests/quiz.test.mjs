import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { answerOf, isOf, isWhole, markOf, pairsOf, swapped } = await load("islands/quiz/form.ts");
const { Waiting } = await load("islands/quiz/waiting.ts");
const { coming, passed } = await load("islands/player/stops.ts");

const FIELDS = [
  ["csrfmiddlewaretoken", "x"],
  ["q1-mark", "abc"],
  ["q1", "7"],
  ["q12-mark", "def"],
  ["q12-3", "2"],
];

test("fields belong to the question whose whole number they begin with", () => {
  assert.ok(isOf("1", "q1") && isOf("1", "q1-mark") && isOf("12", "q12-3"));
  assert.ok(!isOf("1", "q12-3") && !isOf("12", "q1"));
  assert.deepEqual(pairsOf("12", FIELDS), [
    ["q12-mark", "def"],
    ["q12-3", "2"],
  ]);
  assert.equal(markOf(pairsOf("1", FIELDS)), "abc");
  assert.deepEqual(answerOf(pairsOf("1", FIELDS)), [["q1", "7"]]);
});

test("an answer is whole when nothing that is asked is missing", () => {
  assert.ok(
    isWhole(
      [
        ["q1-mark", "a"],
        ["q1", "7"],
      ],
      0,
      false,
    ),
  );
  assert.ok(
    !isWhole(
      [
        ["q1-mark", "a"],
        ["q1", "  "],
      ],
      0,
      false,
    ),
  );
  const twice = [
    ["q2-1", "1"],
    ["q2-2", "1"],
  ];
  assert.ok(isWhole(twice, 2, false));
  assert.ok(!isWhole(twice, 2, true));
  assert.ok(
    !isWhole(
      [
        ["q2-1", "1"],
        ["q2-2", ""],
      ],
      2,
      false,
    ),
  );
});

test("who stood in the chosen place takes the place that became free", () => {
  assert.deepEqual(swapped(["1", "2", "3"], 0, "3"), ["3", "2", "1"]);
  assert.deepEqual(swapped(["", "2", ""], 0, "2"), ["2", "", ""]);
  assert.deepEqual(swapped(["1", "", ""], 0, ""), ["", "", ""]);
});

function memory() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("an answer waits on the device until the school has it, also over a closed page", () => {
  const storage = memory();
  const first = new Waiting("5", storage);
  first.put("1", [["q1", "7"]]);
  const again = new Waiting("5", storage);
  assert.deepEqual(again.all(), [["1", [["q1", "7"]]]]);
  const [[question, pairs]] = again.all();
  again.done(question, pairs);
  assert.equal(storage.kept.size, 0);
});

test("an answer that was changed while it was sent goes on waiting", () => {
  const waiting = new Waiting("5", memory());
  const sent = [["q1", "7"]];
  waiting.put("1", sent);
  waiting.put("1", [["q1", "8"]]);
  waiting.done("1", sent);
  assert.deepEqual(waiting.all(), [["1", [["q1", "8"]]]]);
});

test("answers wait without storage, and what is not ours is left alone", () => {
  const storage = memory();
  storage.setItem("quiz:5", "{");
  assert.deepEqual(new Waiting("5", storage).all(), []);
  const waiting = new Waiting("5", null);
  waiting.put("1", [["q1", "7"]]);
  assert.equal(waiting.all().length, 1);
});

test("a stop is passed by playing over it, never by jumping", () => {
  assert.equal(passed([30, 60], 29.9, 30.1), 30);
  assert.equal(passed([30, 60], 30, 30.2), null);
  assert.equal(passed([30, 60], 10, 45), null);
  assert.equal(passed([30, 60], 45, 10), null);
  assert.equal(coming([30, 60], 25), 30);
  assert.equal(coming([30, 60], 30), null);
});
