import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { cellsOf, spread } = await load("islands/counts/cells.ts");

test("a copied table is rows of cells, without the line break that Excel puts last", () => {
  assert.deepEqual(cellsOf("7 745\t12\r\n 5 \t\r\n"), [
    ["7 745", "12"],
    ["5", ""],
  ]);
  assert.deepEqual(cellsOf("\n"), []);
});

test("cells go to the right and down from where they are pasted, empty ones leave what stands there", () => {
  const { laid, outside } = spread(
    [
      ["1", ""],
      ["3", "4"],
    ],
    1,
    0,
    [2, 2, 2],
  );
  assert.deepEqual(
    laid.map(({ row, column, text }) => [row, column, text]),
    [
      [1, 0, "1"],
      [2, 0, "3"],
      [2, 1, "4"],
    ],
  );
  assert.equal(outside, 0);
});

test("what has no cell in the sheet is told", () => {
  assert.equal(
    spread(
      [
        ["1", "2"],
        ["3", "4"],
      ],
      2,
      1,
      [2, 2, 2],
    ).outside,
    3,
  );
});
