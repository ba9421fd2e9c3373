import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { byAge, compare, listOf, placeIn } = await load("islands/room/order.ts");
const { average, lasting, newKey, parts, percents, say } = await load("islands/room/words.ts");
const { PAUSE_MS, SHORT_MS, Voice } = await load("islands/room/voice.ts");
const { delayOf } = await load("islands/room/stream.ts");

const AT = "2026-11-25T12:00:00+00:00";
const LATER = "2026-11-25T12:00:01+00:00";
const standing = (words) => ({ state: "open", votes: 0, isPinned: false, at: AT, ...words });

test("compare puts the answer first, then pins, votes, age", () => {
  const answering = standing({ state: "answering" });
  const pinned = standing({ isPinned: true });
  const wanted = standing({ votes: 9 });
  const old = standing({});
  const young = standing({ at: LATER });
  assert.deepEqual([young, old, wanted, pinned, answering].sort(compare), [answering, pinned, wanted, old, young]);
});

test("byAge knows moments however they are written", () => {
  assert.ok(byAge({ at: "2026-11-25T15:00:00+03:00" }, { at: LATER }) < 0);
});

test("placeIn finds the place among those in order", () => {
  const order = (one, other) => one - other;
  assert.equal(placeIn([1, 3, 5], 4, order), 2);
  assert.equal(placeIn([1, 3, 5], 3, order), 2, "behind its equals");
  assert.equal(placeIn([1, 3, 5], 9, order), 3);
  assert.equal(placeIn([], 1, order), 0);
});

test("listOf knows every state and no other", () => {
  assert.deepEqual(["open", "answering", "answered", "waiting", "declined", "x"].map(listOf), [
    "questions",
    "questions",
    "answered",
    "waiting",
    "declined",
    "",
  ]);
});

test("parts finds addresses and leaves the end of the sentence outside", () => {
  assert.deepEqual(parts("Вот: https://example.ru/a?b=1. И www.мир.рф!"), [
    { text: "Вот: " },
    { text: "https://example.ru/a?b=1", href: "https://example.ru/a?b=1" },
    { text: ". И " },
    { text: "www.мир.рф", href: "https://www.мир.рф" },
    { text: "!" },
  ]);
  assert.deepEqual(parts("без ссылок"), [{ text: "без ссылок" }]);
  assert.deepEqual(parts(""), []);
});

test("parts makes no address of a script", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", 'https://"onclick=x'])
    for (const part of parts(text)) assert.ok(!part.href || part.href.startsWith("https://"), text);
});

test("say fills the place of a sentence, also with signs of its own", () => {
  assert.equal(say("Опрос: {text}", "$& {x}"), "Опрос: $& {x}");
  assert.equal(say(undefined, 1), "");
});

test("percents and average count nothing while nobody has answered", () => {
  assert.deepEqual(percents([1, 2, 0], 3), [33, 67, 0]);
  assert.deepEqual(percents([0, 0], 0), [0, 0]);
  assert.equal(average([0, 0, 1, 1, 0]), 3.5);
  assert.equal(average([0, 0]), null);
});

test("lasting writes hours only where there are some", () => {
  assert.equal(lasting(7_900), "0:07");
  assert.equal(lasting(3_753_000), "1:02:33");
  assert.equal(lasting(-5), "0:00");
});

test("newKey is what the school takes, and never the same", () => {
  assert.match(newKey(), /^[A-Za-z0-9-]{1,36}$/u);
  assert.notEqual(newKey(), newKey());
});

test("Voice says together what came meanwhile", () => {
  const voice = new Voice();
  voice.note("messages");
  assert.deepEqual(voice.take(0), [["messages", 1]]);
  for (let count = 0; count < 5; count += 1) voice.note("messages");
  voice.note("questions");
  assert.deepEqual(voice.take(PAUSE_MS - 1), []);
  voice.forget("questions");
  assert.deepEqual(voice.take(PAUSE_MS), [["messages", 5]]);
  assert.deepEqual(voice.take(PAUSE_MS * 9), []);
});

test("Voice lets something else be heard to its end", () => {
  const voice = new Voice();
  voice.note("messages");
  voice.wait(1000);
  assert.deepEqual(voice.take(1000 + SHORT_MS - 1), []);
  assert.deepEqual(voice.take(1000 + SHORT_MS), [["messages", 1]]);
});

test("delayOf grows to half a minute and keeps browsers apart", () => {
  assert.equal(delayOf(0, 0.5), 2000);
  assert.equal(delayOf(2, 0.5), 8000);
  assert.equal(delayOf(50, 0.5), 30_000);
  assert.ok(delayOf(3, 0) < delayOf(3, 1));
});
