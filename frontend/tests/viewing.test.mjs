import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

/** A film that says what it does, a school that answers `statuses` in turns, and a clock; returns them with what was reported. */
function page({ statuses = [], passes = ["pass-1", "pass-2"], dataset = { watch: "/videos/f/" } } = {}) {
  const clock = { milliseconds: 0 };
  const sent = [];
  const opened = [];
  const parted = [];
  const leaving = [];
  globalThis.performance = { now: () => clock.milliseconds };
  globalThis.addEventListener = (name, hear) => name === "pagehide" && leaving.push(hear);
  Object.defineProperty(globalThis, "navigator", {
    value: { sendBeacon: (address, body) => parted.push([address, JSON.parse(body)]) },
    configurable: true,
  });
  globalThis.fetch = async (address, { body }) => {
    if (address.endsWith("/viewing/")) {
      opened.push([address, body.toString()]);
      const pass = passes.shift();
      return { ok: pass !== undefined, json: async () => ({ pass }) };
    }
    sent.push(JSON.parse(body));
    const status = statuses.shift() ?? 200;
    if (status === 0) throw new TypeError("no network");
    return { status, headers: new Map() };
  };
  const video = new EventTarget();
  Object.assign(video, { paused: true, seeking: false, readyState: 4, currentTime: 0, playbackRate: 1 });
  const told = (name) => video.dispatchEvent(new Event(name));
  return { clock, sent, opened, parted, video, told, dataset, leave: () => leaving.at(-1)() };
}

/** Let answers arrive. */
const settle = () => new Promise((done) => setTimeout(done));

const { Viewing } = await load("islands/player/viewing.ts");

/** Begin to watch `at` a second. */
async function begin(one, at = 0) {
  const viewing = new Viewing({ dataset: one.dataset }, one.video);
  Object.assign(one.video, { paused: false, currentTime: at });
  one.told("playing");
  await settle();
  return viewing;
}

/** Play on for so many seconds. */
async function playOn(one, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    one.video.currentTime += 1;
    one.clock.milliseconds += 1000;
    one.told("timeupdate");
    await settle();
  }
}

async function pause(one) {
  one.video.paused = true;
  one.told("pause");
  await settle();
}

test("a player that begins asks once for its pass, and tells every twenty seconds what it played", async () => {
  const one = page();
  await begin(one);
  await playOn(one, 45);
  assert.deepEqual(one.opened, [["/videos/f/viewing/", ""]]);
  assert.deepEqual(one.sent, [
    { pass: "pass-1", n: 1, pieces: [[0, 20]] },
    { pass: "pass-1", n: 2, pieces: [[20, 40]] },
  ]);
  await pause(one);
  assert.deepEqual(one.sent.at(-1), { pass: "pass-1", n: 3, pieces: [[40, 45]] });
});

test("in a frame of another site it says so", async () => {
  const one = page({ dataset: { watch: "/videos/f/", embed: "" } });
  await begin(one);
  assert.deepEqual(one.opened, [["/videos/f/viewing/", "embedded=1"]]);
});

test("what is sought over is not told, and what is played again is told again", async () => {
  const one = page();
  await begin(one, 10);
  await playOn(one, 3);
  one.video.seeking = true;
  one.told("seeking");
  Object.assign(one.video, { seeking: false, currentTime: 10 });
  one.told("seeked");
  await playOn(one, 2);
  await pause(one);
  const pieces = [
    [10, 13],
    [10, 12],
  ];
  assert.deepEqual(one.sent, [{ pass: "pass-1", n: 1, pieces }]);
});

test("a report that did not come through is sent again under its number before anything new", async () => {
  const one = page({ statuses: [0] });
  await begin(one);
  await playOn(one, 40);
  await pause(one);
  assert.deepEqual(
    one.sent.map(({ n, pieces }) => [n, pieces]),
    [
      [1, [[0, 20]]],
      [1, [[0, 20]]],
      [2, [[20, 40]]],
    ],
  );
});

test("a report of a film that is gone is not sent again", async () => {
  const one = page({ statuses: [410] });
  await begin(one);
  await playOn(one, 40);
  assert.deepEqual(
    one.sent.map(({ n }) => n),
    [1, 2],
  );
});

test("a pass that is too old is exchanged for another one, which is another viewing", async () => {
  const one = page({ statuses: [401] });
  await begin(one);
  await playOn(one, 20);
  await playOn(one, 21);
  assert.equal(one.opened.length, 2);
  assert.deepEqual([one.sent[1].pass, one.sent[1].n], ["pass-2", 1]);
});

test("who gets no pass tells nothing", async () => {
  const one = page({ passes: [] });
  await begin(one);
  await playOn(one, 60);
  one.leave();
  assert.deepEqual([one.sent, one.parted], [[], []]);
});

test("a page that goes says what is not told yet, without waiting for an answer", async () => {
  const one = page({ statuses: [0] });
  await begin(one);
  await playOn(one, 20);
  await playOn(one, 5);
  one.leave();
  assert.deepEqual(one.parted, [
    ["/viewed/", { pass: "pass-1", n: 1, pieces: [[0, 20]] }],
    ["/viewed/", { pass: "pass-1", n: 2, pieces: [[20, 25]] }],
  ]);
  one.leave();
  assert.equal(one.parted.length, 2);
});

test("a broadcast that became a film is viewed anew", async () => {
  const one = page();
  const viewing = await begin(one);
  await playOn(one, 5);
  viewing.beginAnew();
  await settle();
  assert.deepEqual(one.parted, [["/viewed/", { pass: "pass-1", n: 1, pieces: [[0, 5]] }]]);
  await playOn(one, 3);
  await pause(one);
  assert.deepEqual(one.sent, [{ pass: "pass-2", n: 1, pieces: [[5, 8]] }]);
});
