import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { addressWithin, heightTold } = await load("embed/frames.ts");
const SCRIPT = "https://school.example.ru/static/embed.js";

test("a height is taken only in our words", () => {
  assert.equal(heightTold({ nastavnik: "height", height: 640.2 }), 641);
  assert.equal(heightTold({ nastavnik: "height", height: 0 }), 0);
  for (const odd of [null, "height", 5, {}, { nastavnik: "ask", height: 5 }, { nastavnik: "height", height: "5" }])
    assert.equal(heightTold(odd), null);
  for (const height of [-1, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(heightTold({ nastavnik: "height", height }), null);
});

test("no page makes a frame without end", () => {
  assert.equal(heightTold({ nastavnik: "height", height: 1e9 }), 30_000);
});

test("only the school that the script came from is shown", () => {
  assert.equal(addressWithin("/embed/?view=next", SCRIPT), "https://school.example.ru/embed/?view=next");
  assert.equal(addressWithin("https://school.example.ru/a/embed/", SCRIPT), "https://school.example.ru/a/embed/");
  for (const other of ["https://evil.example/embed/", "javascript:alert(1)", "data:text/html,x", "https://:bad:"])
    assert.equal(addressWithin(other, SCRIPT), "");
});
