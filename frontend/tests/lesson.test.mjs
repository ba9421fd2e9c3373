import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { isSame, isSettled, periodOf, sayLeft } = await load("islands/lesson/air.ts");

const PLANNED = { air: "planned", isRecorded: false };
const LIVE = { air: "live", isRecorded: false };
const ENDED = { air: "ended", isRecorded: false };
const RECORDED = { air: "ended", isRecorded: true };

test("a broadcast is settled when it is over and recorded", () => {
  assert.deepEqual([PLANNED, LIVE, ENDED, RECORDED].map(isSettled), [false, false, false, true]);
  assert.ok(isSame(LIVE, { ...LIVE }));
  assert.ok(!isSame(ENDED, RECORDED));
});

test("who waits asks often only when it is near", () => {
  assert.equal(periodOf(PLANNED, 3 * 3600, false), 60_000);
  assert.equal(periodOf(PLANNED, 60, false), 5000);
  assert.equal(periodOf(PLANNED, -600, false), 5000);
  assert.equal(periodOf(PLANNED, Number.NaN, false), 5000);
  assert.equal(periodOf(LIVE, -600, false), 15_000);
  assert.equal(periodOf(ENDED, -600, true), 3000);
});

test("who has a room is told by it", () => {
  assert.equal(periodOf(PLANNED, 60, true), 30_000);
  assert.equal(periodOf(LIVE, -60, true), 30_000);
});

test("the last hour is counted down", () => {
  assert.deepEqual([3600, 3599, 61, 60, 0.2, 0, -5].map(sayLeft), ["", "59:59", "1:01", "1:00", "0:01", "", ""]);
});
