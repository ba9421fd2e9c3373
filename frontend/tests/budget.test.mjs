import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { load } from "./load.mjs";

const { readQuantity, shareOf, sumsOf, totalOf, written } = await load("islands/budget/sums.ts");
const { stepOf } = await load("islands/budget/keys.ts");

const CASES = new URL("../../tests/grants/check/sums.json", import.meta.url);

test("a line comes to what the server reckons", async () => {
  for (const { quantity, price, own, cost, requested } of JSON.parse(await readFile(CASES, "utf8"))) {
    const sums = sumsOf(quantity, price, own);
    assert.equal(sums.cost, BigInt(cost), `${quantity} × ${price}`);
    assert.equal(sums.requested, BigInt(requested), `${quantity} × ${price} − ${own}`);
  }
});

test("quantities are read with at most four places", () => {
  assert.equal(readQuantity("1 000,5"), 10_005_000n);
  assert.equal(readQuantity("-2"), -20_000n);
  for (const wrong of ["", "1,23456", "семь", "1e5", "1.2.3"]) assert.equal(readQuantity(wrong), null, wrong);
});

test("totals are sums of lines, written to the kopeck", () => {
  const total = totalOf([sumsOf("3", "33,33", "50"), sumsOf("0,5", "0,01", "")]);
  assert.equal(written(total.cost), "100");
  assert.equal(written(total.requested), "50");
  assert.equal(written(-499_900n), "−4\u00a0999");
  assert.equal(written(1_250_050n), "12\u00a0500,50");
});

test("a share has at most two places and is nought of nothing", () => {
  assert.equal(shareOf(1n, 3n), "33,33");
  assert.equal(shareOf(1n, 2n), "50");
  assert.equal(shareOf(5n, 0n), "0");
});

test("keys of a spreadsheet go from line to line, and leave lists and long texts alone", () => {
  assert.deepEqual([stepOf("Enter", "input", false), stepOf("Enter", "input", true)], [1, -1]);
  assert.deepEqual([stepOf("ArrowDown", "input", false), stepOf("ArrowUp", "input", false)], [1, -1]);
  for (const [key, kind] of [
    ["Enter", "textarea"],
    ["ArrowDown", "select"],
    ["Tab", "input"],
    ["ArrowLeft", "input"],
  ])
    assert.equal(stepOf(key, kind, false), 0, `${key} in ${kind}`);
});
