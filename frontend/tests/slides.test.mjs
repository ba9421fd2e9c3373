// Slides in the place of the film: where their files lie, and which size is shown.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

globalThis.location = { href: "https://school.example/lessons/one/" };
const { addressOf, stillWidth } = await load("islands/player/slides.ts");

test("files of slides lie beside the master, and a playlist needs no ending", () => {
  const master = "/m/1-x/film/build/master.m3u8";
  assert.equal(addressOf("thin-a", master), "https://school.example/m/1-x/film/build/thin-a.m3u8");
  assert.equal(addressOf("slide-a-640.webp", master), "https://school.example/m/1-x/film/build/slide-a-640.webp");
  assert.equal(addressOf("", master), "");
  assert.equal(addressOf("thin-a", ""), "");
});

test("a narrow frame and a talk of very many slides are shown smaller stills", () => {
  assert.equal(stillWidth(1200, 50, 3600), 1280);
  assert.equal(stillWidth(1200, 100, 3600), 640);
  assert.equal(stillWidth(360, 10, 3600), 640);
  assert.equal(stillWidth(1200, 10, 0), 1280);
});
