import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { load } from "./load.mjs";

const { count, normal } = await load("islands/application/characters.ts");
const { readMoney, writeMoney } = await load("islands/application/money.ts");
const { isOf, isSame, markOf, pairsOf, rowNumbers, typedOf } = await load("islands/application/fields.ts");

const CASES = new URL("../../tests/contest/applications/characters.json", import.meta.url);

test("characters are counted as the server counts them", async () => {
  for (const { text, count: expected } of JSON.parse(await readFile(CASES, "utf8")))
    assert.equal(count(text), expected, JSON.stringify(text));
  assert.equal(normal("а\r\nб\u0001"), "а\nб");
});

test("sums are read as people type them, to the kopeck", () => {
  assert.equal(readMoney("12 500,50"), 1_250_050);
  assert.equal(readMoney("12\u00a0500.5"), 1_250_050);
  assert.equal(readMoney("0"), 0);
  for (const wrong of ["", "12,345", "-5", "пять", "1.000.000"]) assert.equal(readMoney(wrong), null, wrong);
  assert.equal(writeMoney(1_250_050), "12\u00a0500,50");
  assert.equal(writeMoney(123_456_700), "1\u00a0234\u00a0567");
  assert.equal(writeMoney(500), "5");
  assert.equal(writeMoney(5), "0,05");
});

test("fields are told from others whose keys begin alike", () => {
  assert.ok(isOf("goal", "f-goal") && isOf("goal", "m-goal") && isOf("goal", "f-goal-0-text"));
  assert.ok(!isOf("goal", "f-goals") && !isOf("goal", "f-goal-long") && !isOf("goal", "csrfmiddlewaretoken"));
});

test("what was typed is compared without marks, names of rows and empty cells", () => {
  const sent = [
    ["m-plan", "a"],
    ["f-plan-0-id", "xy"],
    ["f-plan-0-what", "Вечер"],
    ["f-plan-1-id", "zz"],
    ["f-plan-1-what", ""],
    ["f-other", "x"],
  ];
  const pairs = pairsOf("plan", sent);
  assert.equal(pairs.length, 5);
  assert.equal(markOf("plan", pairs), "a");
  assert.deepEqual(typedOf("plan", pairs), [["f-plan-0-what", "Вечер"]]);
  assert.deepEqual(rowNumbers("plan", pairs), [0, 1]);
  assert.ok(
    isSame("plan", pairs, [
      ["m-plan", "b"],
      ["f-plan-0-what", "Вечер"],
    ]),
  );
  assert.ok(!isSame("plan", pairs, [["f-plan-0-what", "День"]]));
});
