import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { counted, merged, pathOf, percentOf, readPieces, Run, secondsOf, without } =
  await load("islands/player/pieces.ts");

/** Play some places, each [place, seconds of the clock, speed]; return what was handed over. */
function played(...steps) {
  const taken = [];
  const run = new Run((piece) => taken.push(piece));
  for (const step of steps) {
    if (step === "seek") run.end();
    else run.hear(step[0], step[1] * 1000, step[2] ?? 1);
  }
  run.end();
  return taken;
}

test("a stretch that plays on is one piece", () => {
  assert.deepEqual(played([10, 0], [10.25, 0.25], [10.5, 0.5]), [[10, 10.5]]);
});

test("what is sought over is not played", () => {
  assert.deepEqual(played([10, 0], [12, 2], "seek", [100, 3], [101, 4]), [
    [10, 12],
    [100, 101],
  ]);
  // even when the browser does not say that it sought
  assert.deepEqual(played([10, 0], [12, 2], [100, 2.25], [100.5, 2.75]), [
    [10, 12],
    [100, 100.5],
  ]);
});

test("going back begins another piece", () => {
  assert.deepEqual(played([10, 0], [12, 2], [5, 2.25], [6, 3.25]), [
    [10, 12],
    [5, 6],
  ]);
});

test("a page behind others, which is asked seldom, has played all of it", () => {
  assert.deepEqual(played([10, 0, 2], [130, 60, 2]), [[10, 130]]);
});

test("what is played before the browser first says so belongs to the piece", () => {
  const taken = [];
  const run = new Run((piece) => taken.push(piece));
  run.start(0, 0);
  run.start(5, 100); // it stands there already
  run.hear(0.7, 900, 1);
  run.end();
  assert.deepEqual(taken, [[0, 0.7]]);
});

test("a cut hands over what was played and goes on", () => {
  const taken = [];
  const run = new Run((piece) => taken.push(piece));
  run.hear(3, 0, 1);
  run.hear(4, 1000, 1);
  run.cut();
  run.hear(5, 2000, 1);
  run.end();
  run.end();
  assert.deepEqual(taken, [
    [3, 4],
    [4, 5],
  ]);
});

test("merged joins what meets, in any order", () => {
  assert.deepEqual(
    merged([
      [5, 6],
      [1, 2],
      [2, 4],
      [3, 3],
      [1.5, 3],
    ]),
    [
      [1, 4],
      [5, 6],
    ],
  );
});

test("without leaves what was not taken", () => {
  assert.deepEqual(
    without(
      [
        [0, 10],
        [20, 30],
      ],
      [
        [2, 4],
        [8, 22],
        [29, 40],
      ],
    ),
    [
      [0, 2],
      [4, 8],
      [22, 29],
    ],
  );
  assert.deepEqual(without([[0, 10]], [[0, 10]]), []);
});

test("counted rounds as the school does, however a stretch is cut", () => {
  assert.deepEqual(counted([[0.4, 9.6]], 60), [[0, 10]]);
  assert.deepEqual(
    counted(
      [
        [0.4, 3.5],
        [3.5, 9.6],
      ],
      60,
    ),
    [[0, 10]],
  );
  assert.deepEqual(counted([[50, 61.3]], 60), [[50, 60]]);
  assert.deepEqual(counted([[3.6, 4.4]], 60), []);
});

test("a hundred per cent is all of it", () => {
  assert.equal(percentOf(3599, 3600), 99);
  assert.equal(percentOf(3600, 3600), 100);
  assert.equal(percentOf(0, 0), 0);
  assert.equal(
    secondsOf([
      [0, 3],
      [5, 9],
    ]),
    7,
  );
});

test("the bar is drawn as the school draws it", () => {
  assert.equal(pathOf(readPieces("0-12,40-90")), "M0 0h12v1h-12zM40 0h50v1h-50z");
  assert.deepEqual(readPieces(""), []);
});
