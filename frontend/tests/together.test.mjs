import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { changes } = await load("islands/together/changes.ts");

const field = (mark) => ({ mark, said: `changed to ${mark}` });

test("a field in which something else stands by now is told", () => {
  const marks = { goal: "a", title: "b", empty: "e" };
  const told = { fields: { goal: field("x"), title: field("b"), other: field("y") }, asides: {} };
  assert.deepEqual(changes(marks, marks, told), { goal: "changed to x" });
});

test("a field that was saved while the school was asked is not compared", () => {
  const told = { fields: { goal: field("a") }, asides: {} };
  assert.deepEqual(changes({ goal: "a" }, { goal: "b" }, told), {});
});

test("a text that another has written aside is told, and a change before it", () => {
  const told = {
    fields: { goal: field("x"), title: field("b") },
    asides: { goal: { said: "g" }, title: { said: "t" } },
  };
  assert.deepEqual(changes({ goal: "a", title: "b" }, { goal: "a", title: "b" }, told), {
    goal: "changed to x",
    title: "t",
  });
});
