import assert from "node:assert/strict";
import test from "node:test";
import { load } from "./load.mjs";

const { Done, markOf } = await load("islands/copying/done.ts");

function storage(kept = {}) {
  return { kept, getItem: (name) => kept[name] ?? null, setItem: (name, text) => (kept[name] = text) };
}

test("what was copied is remembered by the next page", () => {
  const place = storage();
  new Done("a", place).put("title", "Читаем вместе");
  assert.equal(new Done("a", place).has("title", "Читаем вместе"), true);
  assert.equal(new Done("b", place).has("title", "Читаем вместе"), false);
});

test("a text that was changed since is to be copied again", () => {
  const done = new Done("a", storage());
  done.put("title", "Читаем");
  assert.equal(done.has("title", "Читаем вместе"), false);
});

test("beginning anew forgets everything", () => {
  const place = storage();
  const done = new Done("a", place);
  done.put("title", "x");
  done.forget();
  assert.equal(new Done("a", place).has("title", "x"), false);
});

test("without a storage it remembers as long as the page is open", () => {
  const done = new Done("a", null);
  done.put("title", "x");
  assert.equal(done.has("title", "x"), true);
  const full = {
    getItem: () => "{",
    setItem: () => {
      throw new Error("full");
    },
  };
  const other = new Done("a", full);
  other.put("title", "x");
  assert.equal(other.has("title", "x"), true);
});

test("texts have different marks", () => {
  assert.notEqual(markOf("а"), markOf("б"));
  assert.equal(markOf(""), markOf(""));
});
