import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { drawReplayed } = await load("islands/player/replayed.ts");

/** Draw what a school answers; return which addresses were asked, and what was put before the time bar. */
async function drawn(answer, dataset = { watch: "/videos/f/" }) {
  const asked = [];
  const placed = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return answer();
  };
  const made = (name) => {
    const attributes = {};
    const children = [];
    return {
      name,
      attributes,
      children,
      setAttribute: (key, value) => Object.assign(attributes, { [key]: value }),
      append: (child) => children.push(child),
    };
  };
  globalThis.document = { createElement: made, createElementNS: (_space, name) => made(name) };
  await drawReplayed({ dataset }, { querySelector: () => ({ before: (one) => placed.push(one) }) });
  return { asked, placed };
}

test("the line stands before the time bar and is for the eye alone", async () => {
  const answer = () => ({ ok: true, json: async () => ({ box: "0 0 1000 200", area: "M0 0 Z" }) });
  const { asked, placed } = await drawn(answer);
  assert.deepEqual(asked, ["/videos/f/replayed/"]);
  const [picture] = placed[0].children;
  assert.equal(picture.attributes["aria-hidden"], "true");
  assert.equal(picture.attributes.viewBox, "0 0 1000 200");
  assert.equal(picture.children[0].attributes.d, "M0 0 Z");
});

test("a film that few have watched, a refusal and a lost network draw nothing", async () => {
  const lost = () => Promise.reject(new TypeError("no network"));
  for (const answer of [() => ({ ok: true, json: async () => ({}) }), () => ({ ok: false }), lost]) {
    assert.deepEqual((await drawn(answer)).placed, []);
  }
});

test("in a frame of another site the school is asked as a guest", async () => {
  const { asked } = await drawn(() => ({ ok: false }), { watch: "/videos/f/", embed: "" });
  assert.deepEqual(asked, ["/videos/f/replayed/?embedded"]);
});
