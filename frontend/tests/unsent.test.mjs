import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const OLD = "1.2.100.0.5.0.a";

globalThis.addEventListener ??= () => undefined;
const { Unsent, nameOf } = await load("islands/player/unsent.ts");

/** A school that gives `fresh` as the pass of a page and knows a film of `length` seconds; returns what was reported. */
function school(fresh, length) {
  const reports = [];
  globalThis.localStorage = {
    getItem: () => null,
    setItem: () => {
      throw new Error("off");
    },
    removeItem: () => undefined,
  };
  globalThis.DOMParser = class {
    parseFromString = () => ({ querySelector: () => ({ dataset: { pass: fresh } }) });
  };
  globalThis.fetch = async (_url, said) => {
    if (!said) return { status: 200, text: async () => "" };
    const { pass, pieces } = JSON.parse(said.body);
    reports.push([pass, pieces]);
    const known = Math.min(Number(pass.split(".")[2]), length);
    return { status: pieces.every(([, end]) => end <= known + 2) ? 200 : 400, headers: new Map() };
  };
  return reports;
}

test("what an old pass does not allow is sent once more under a fresh one", async () => {
  const fresh = "1.2.200.0.9.0.b";
  const reports = school(fresh, 200);
  const unsent = new Unsent();
  unsent.add(OLD, "/progress/", [0, 50]);
  unsent.add(OLD, "/progress/", [150, 160]);
  await unsent.send(nameOf(OLD));
  const pieces = [
    [0, 50],
    [150, 160],
  ];
  assert.deepEqual(reports, [
    [OLD, pieces],
    [fresh, pieces],
  ]);
  assert.deepEqual(unsent.waiting(nameOf(OLD)), []);
});

test("what lies behind the end under a fresh pass too is left out, and nothing else", async () => {
  const reports = school("1.2.120.0.9.0.b", 120);
  const unsent = new Unsent();
  unsent.add(OLD, "/progress/", [0, 50]);
  unsent.add(OLD, "/progress/", [110, 160]);
  await unsent.send(nameOf(OLD));
  assert.equal(reports.length, 2);
  assert.deepEqual(unsent.waiting(nameOf(OLD)), [
    [0, 50],
    [110, 120],
  ]);
});
