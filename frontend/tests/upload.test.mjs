import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Pace, sayLeft, saySize } = await load("islands/upload/pace.ts");
const WORDS = { seconds: "меньше минуты", minutes: "{count} мин", hours: "{count} ч" };

test("Pace says nothing before it knows", () => {
  const pace = new Pace();
  assert.equal(pace.speed(), null);
  pace.note(0, 0);
  pace.note(1, 100);
  assert.equal(pace.speed(), null);
  assert.equal(pace.left(1000), null);
});

test("Pace tells speed and rest by the last seconds alone", () => {
  const pace = new Pace();
  for (let second = 0; second <= 10; second += 1) pace.note(second, second * 10);
  for (let second = 11; second <= 60; second += 1) pace.note(second, 100 + (second - 10) * 100);
  assert.equal(pace.speed(), 100);
  assert.equal(pace.left(5100 + 6000), 60);
});

test("Pace forgets what was before a pause", () => {
  const pace = new Pace();
  pace.note(0, 0);
  pace.note(10, 1000);
  pace.reset();
  assert.equal(pace.left(5000), null);
});

test("sayLeft promises roughly", () => {
  assert.equal(sayLeft(20, WORDS), "меньше минуты");
  assert.equal(sayLeft(100, WORDS), "2 мин");
  assert.equal(sayLeft(3 * 3600, WORDS), "3 ч");
});

test("saySize speaks the language of the page", () => {
  assert.equal(saySize(1.5 * 1024 ** 3, "ru"), "1,5 ГБ");
  assert.equal(saySize(20 * 1024 ** 2, "ru"), "20 МБ");
  assert.equal(saySize(0, "ru"), "0 Б");
});
