import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

globalThis.addEventListener ??= () => undefined;
const { Viewing } = await load("islands/player/viewing.ts");

const soon = () => new Promise((resolve) => setImmediate(resolve));

/** A film that plays on a page, and a school that answers the reports of it one after another. */
function page(...answers) {
  const reports = [];
  const waits = [];
  globalThis.fetch = async (address, said) => {
    if (address !== "/viewed/") return { ok: true, json: async () => ({ pass: "p" }) };
    reports.push(JSON.parse(said.body));
    const [status, headers = []] = answers.shift();
    return { status, headers: new Map(headers) };
  };
  globalThis.setTimeout = (call, milliseconds) => waits.push([call, milliseconds]);
  const video = Object.assign(new EventTarget(), {
    paused: false,
    seeking: false,
    readyState: 4,
    playbackRate: 1,
    currentTime: 0,
  });
  new Viewing({ dataset: {} }, video);
  const say = async (name, place) => {
    video.currentTime = place;
    video.paused = name === "pause";
    video.dispatchEvent(new Event(name));
    for (let turn = 0; turn < 5; turn += 1) await soon();
  };
  return { reports, waits, say };
}

test("a report that is put off is sent again as it was, not before its time, and then what was played meanwhile", async () => {
  const { reports, waits, say } = page([429, [["Retry-After", "7"]]], [204], [204]);
  await say("play", 0);
  await say("pause", 0.5);
  assert.deepEqual(reports, [{ pass: "p", n: 1, pieces: [[0, 0.5]] }]);
  await say("play", 0.5);
  await say("pause", 0.9);
  assert.equal(reports.length, 1);
  const [[again, milliseconds]] = waits;
  assert.equal(milliseconds, 7000);

  again();
  for (let turn = 0; turn < 5; turn += 1) await soon();
  await say("play", 0.9);
  await say("pause", 1.2);

  assert.deepEqual(reports.slice(1), [
    { pass: "p", n: 1, pieces: [[0, 0.5]] },
    { pass: "p", n: 2, pieces: [[0.5, 1.2]] },
  ]);
});
