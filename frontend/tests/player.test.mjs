import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { fill, linkTo, readMoment, readSpan, saySpan, sayTime, writeMoment, writeSpan } =
  await load("islands/player/time.ts");
const { isWithin } = await load("islands/player/moment.ts");
const { isWorth } = await load("islands/player/place.ts");
const { chapterAt } = await load("islands/player/chapters.ts");
const { momentOf } = await load("islands/player/live.ts");

test("readMoment understands what people and addresses write", () => {
  for (const [text, seconds] of [
    ["90", 90],
    ["90s", 90],
    ["1m30s", 90],
    ["1m", 60],
    ["1h2m3s", 3723],
    ["1h", 3600],
    ["1:30", 90],
    ["1:02:03", 3723],
    [" 1M30S ", 90],
    ["12.5", 12.5],
  ])
    assert.equal(readMoment(text), seconds, text);
});

test("readMoment takes nothing else", () => {
  for (const text of ["", "abc", "-5", "1m30x", "30s1m", "1:5", "NaN", "1e9"])
    assert.equal(readMoment(text), null, text);
});

test("sayTime and writeMoment write whole seconds", () => {
  assert.equal(sayTime(247.9), "4:07");
  assert.equal(sayTime(3753), "1:02:33");
  assert.equal(sayTime(-1), "0:00");
  assert.equal(writeMoment(90), "1m30s");
  assert.equal(writeMoment(3600), "1h");
  assert.equal(writeMoment(0), "0s");
});

test("what writeMoment writes readMoment reads", () => {
  for (let seconds = 0; seconds < 9000; seconds += 37) assert.equal(readMoment(writeMoment(seconds)), seconds);
});

test("linkTo changes the moment and keeps the rest", () => {
  assert.equal(linkTo("https://school.ru/lessons/a/?t=5s&q=1#x", 61), "https://school.ru/lessons/a/?t=1m1s&q=1");
});

test("fill leaves unknown places as they are", () => {
  assert.equal(fill("{a} и {b}", { a: "1" }), "1 и {b}");
});

test("isWorth offers neither the beginning nor the end", () => {
  assert.ok(!isWorth(5, 600));
  assert.ok(isWorth(300, 600));
  assert.ok(!isWorth(590, 600));
  assert.ok(isWorth(300, 0));
});

test("chapterAt finds the chapter of a moment", () => {
  const chapters = [{ seconds: 10 }, { seconds: 60 }];

  assert.deepEqual(
    [0, 10, 59.9, 60, 5000].map((seconds) => chapterAt(chapters, seconds)),
    [-1, 0, 0, 1, 1],
  );
  assert.equal(chapterAt([], 5), -1);
});

test("momentOf tells the present from the past, and silence from a slow link", () => {
  assert.equal(momentOf(2, 1, false), "now");
  assert.equal(momentOf(60, 1, false), "behind");
  assert.equal(momentOf(2, 1, true), "now");
  assert.equal(momentOf(2, 20, true), "silent");
  // who has something to play does not wait for what is not sent
  assert.equal(momentOf(60, 20, false), "behind");
});

test("readSpan understands a moment with and without its end", () => {
  for (const [text, seconds, end] of [
    ["1m30s-2m10s", 90, 130],
    ["90-130", 90, 130],
    ["1:30-2:10", 90, 130],
    ["90", 90, null],
    ["90-", 90, null],
    ["90-60", 90, null],
    ["90-x", 90, null],
    ["0-5", 0, 5],
  ])
    assert.deepEqual(readSpan(text), { seconds, end }, text);
  for (const text of ["", "-5", "x-90"]) assert.equal(readSpan(text), null, text);
});

test("a moment in an address loses nothing of its words", () => {
  assert.equal(writeSpan({ seconds: 90.9, end: 129.2 }), "1m30s-2m10s");
  assert.equal(writeSpan({ seconds: 90, end: null }), "1m30s");
  assert.equal(saySpan({ seconds: 90, end: 130 }), "1:30–2:10");
  assert.equal(linkTo("https://a.ru/l/?go=&t=5", 1, 4), "https://a.ru/l/?t=1s-4s");
});

test("whoever is elsewhere has left the moment", () => {
  const moment = { seconds: 90, end: 130 };
  assert.deepEqual(
    [88, 89.5, 100, 130.5, 132].map((place) => isWithin(moment, place)),
    [false, true, true, true, false],
  );
});
