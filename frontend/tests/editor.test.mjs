import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { Phrases, wordsOf, isSame } = await load("islands/editor/phrases.ts");
const { Drafts } = await load("islands/editor/drafts.ts");
const { actionOf } = await load("islands/editor/keys.ts");
const { Times } = await load("islands/editor/times.ts");
const { writeTime, readTime } = await load("islands/editor/open.ts");

const phrase = (id, seconds, text, doubtful = [], version = 1) => ({
  id,
  version,
  seconds,
  endSeconds: seconds + 2,
  text,
  doubtful,
  beginsParagraph: false,
});
const state = (version, cues, { removed = [], isWhole = false } = {}) => ({ version, cues, removed, isWhole, by: "" });

function storage() {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}

test("phrases stand in their order and know what changed", () => {
  const phrases = new Phrases();
  phrases.take(state(1, [phrase(2, 5, "два"), phrase(1, 1, "раз")], { isWhole: true }));

  const told = phrases.take(state(3, [phrase(1, 6, "раз", [], 3), phrase(2, 5, "два")], { removed: [9] }));

  assert.deepEqual(told, { changed: [1], gone: [] });
  assert.deepEqual(
    phrases.list.map(({ id }) => id),
    [2, 1],
  );
  assert.equal(phrases.at(5.5).id, 2);
  assert.equal(phrases.beside(2, 1).id, 1);
  assert.equal(phrases.beside(2, -1), undefined);
});

test("everything anew forgets what is not told", () => {
  const phrases = new Phrases();
  phrases.take(state(1, [phrase(1, 1, "раз"), phrase(2, 5, "два")], { isWhole: true }));

  assert.deepEqual(phrases.take(state(2, [phrase(3, 1, "три")], { isWhole: true })).gone, [1, 2]);
});

test("what is told late does not undo what is known", () => {
  const phrases = new Phrases();
  phrases.put(phrase(1, 1, "новое", [], 5));
  phrases.take(state(4, [phrase(1, 1, "старое", [], 4)]));

  assert.equal(phrases.get(1).text, "новое");
});

test("doubtful words are gone through round and round", () => {
  const phrases = new Phrases();
  phrases.put(phrase(1, 1, "раз два три", [1]), phrase(2, 5, "четыре пять", [0, 1]));

  assert.deepEqual(phrases.doubtful(null, -1, 1), { id: 1, number: 0, from: 4, to: 7 });
  assert.equal(phrases.doubtful(1, 4, 1).id, 2);
  assert.equal(phrases.doubtful(2, 0, 1).from, 7);
  assert.equal(phrases.doubtful(2, 7, 1).id, 1);
  assert.equal(phrases.doubtful(2, 8, -1).from, 0);
  assert.equal(phrases.doubtful(1, 4, -1).id, 2);
  assert.equal(phrases.doubts, 3);
  assert.equal(new Phrases().doubtful(null, 0, 1), null);
});

test("words are told apart by spaces, texts by words", () => {
  assert.deepEqual(wordsOf(" раз  два"), [
    { from: 1, to: 4 },
    { from: 6, to: 9 },
  ]);
  assert.ok(isSame("раз  два ", "раз два"));
  assert.ok(!isSame("раз\nдва", "раз два"));
});

test("drafts outlive the page until they are saved", () => {
  const place = storage();
  const before = new Drafts("film:ru", place);
  before.keep(7, "набр", 3);
  before.keep(7, "набрано", 9);

  const after = new Drafts("film:ru", place);
  assert.deepEqual(after.get(7), { text: "набрано", version: 3 });
  after.rebase(7, 4);
  assert.equal(after.get(7).version, 4);
  after.drop(7);
  assert.deepEqual(new Drafts("film:ru", place).ids, []);
});

test("drafts do without a storage and with a spoilt one", () => {
  const drafts = new Drafts("film:ru", null);
  drafts.keep(1, "текст", 1);
  assert.equal(drafts.get(1).text, "текст");
  assert.deepEqual(new Drafts("film:ru", { ...storage(), getItem: () => "не JSON" }).ids, []);
});

test("keys do what the sheet says, and nothing else", () => {
  const key = (name, more = {}) => ({ key: name, code: name, ...more });
  const middle = { isAtStart: false, isAtEnd: false, isOnFirstLine: false, isOnLastLine: false };
  const ctrl = { ctrlKey: true };
  assert.equal(actionOf(key("Enter", ctrl), middle), "play");
  assert.equal(actionOf({ key: "ю", code: "Period", ...ctrl }, middle), "next-doubtful");
  assert.equal(actionOf({ key: "б", code: "Comma", ...ctrl }, middle), "previous-doubtful");
  assert.equal(actionOf(key("Enter", { altKey: true }), middle), "trust");
  assert.equal(actionOf(key("Enter"), middle), "split");
  assert.equal(actionOf(key("Backspace"), { ...middle, isAtStart: true }), "join-before");
  assert.equal(actionOf(key("Delete"), { ...middle, isAtEnd: true }), "join-after");
  assert.equal(actionOf(key("ArrowDown"), { ...middle, isOnLastLine: true }), "next");
  assert.equal(actionOf(key("ArrowUp"), { ...middle, isOnFirstLine: true }), "previous");
  for (const own of [
    key("ArrowDown"),
    key("Backspace"),
    key("Delete"),
    key("a"),
    key("s", ctrl),
    key("Enter", { shiftKey: true }),
  ])
    assert.equal(actionOf(own, middle), null);
  assert.equal(actionOf({ ...key("Enter"), isComposing: true }, middle), null);
});

test("times are read as they are written", () => {
  for (const seconds of [0, 16.4, 3753.5, 59.9]) assert.equal(readTime(writeTime(seconds)), seconds);
  assert.equal(writeTime(3753.46), "1:02:33.5");
  assert.equal(readTime("1:05,25"), 65.25);
  assert.equal(readTime("скоро"), null);
});

test("both times of a phrase go out, whatever is changed next", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const sent = [];
  const times = new Times(800, async (...what) => sent.push(what) > 0);

  times.set(1, "seconds", 2);
  times.set(1, "endSeconds", 5);
  times.set(2, "seconds", 7);
  times.set(1, "seconds", 3);
  context.mock.timers.tick(800);

  assert.deepEqual(sent, [
    [1, { seconds: 3, end_seconds: 5 }],
    [2, { seconds: 7 }],
  ]);
});

test("times are unsaved until the school has heard of them", async () => {
  const answers = [];
  const times = new Times(800, () => new Promise((answer) => answers.push(answer)));
  times.set(1, "seconds", 2);
  times.sendAll();
  times.set(1, "endSeconds", 5);
  assert.deepEqual(times.unsaved, [[1, { seconds: 2, end_seconds: 5 }]]);

  answers[0](false);
  await null;
  await null;
  times.sendAll();
  answers[1](true);
  await null;
  await null;
  assert.equal(answers.length, 2);
  assert.deepEqual(times.unsaved, []);

  times.set(1, "seconds", 4);
  times.drop(1);
  assert.deepEqual(times.unsaved, []);
});
