import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { fields, isSame, placeOf, put, step } = await load("islands/reorder/moves.ts");
const ORDER = [
  { id: "first", items: ["a", "b"] },
  { id: "second", items: [] },
  { id: "third", items: ["c"] },
];

test("step within a group goes to the neighbour", () => {
  assert.deepEqual(step(ORDER, "a", "down"), { group: 0, index: 1 });
  assert.deepEqual(step(ORDER, "b", "up"), { group: 0, index: 0 });
});

test("step over the edge goes into the next group, an empty one too", () => {
  assert.deepEqual(step(ORDER, "b", "down"), { group: 1, index: 0 });
  assert.deepEqual(step(ORDER, "c", "up"), { group: 1, index: 0 });
});

test("step at the very ends and of a stranger goes nowhere", () => {
  assert.equal(step(ORDER, "a", "up"), null);
  assert.equal(step(ORDER, "c", "down"), null);
  assert.equal(step(ORDER, "x", "down"), null);
});

test("put moves between groups and keeps every item once", () => {
  const moved = put(ORDER, "a", { group: 2, index: 1 });
  assert.deepEqual(
    moved.map((group) => group.items),
    [["b"], [], ["c", "a"]],
  );
  assert.deepEqual(placeOf(moved, "a"), { group: 2, index: 1 });
  assert.ok(!isSame(moved, ORDER));
});

test("fields name group and item in sequence", () => {
  assert.deepEqual(fields(ORDER), [
    ["order", "first:a"],
    ["order", "first:b"],
    ["order", "third:c"],
  ]);
});
