import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { isFor, keyBytes } = await load("islands/push/key.ts");

test("the school's key is read as base64url", () => {
  assert.deepEqual([...keyBytes("BPv_-A")], [4, 251, 255, 248]);
});

test("a subscription belongs to the key it was made for", () => {
  const key = keyBytes("BPv_-A");
  assert.ok(isFor(key, new Uint8Array([4, 251, 255, 248]).buffer));
  assert.ok(!isFor(key, new Uint8Array([4, 251, 255]).buffer));
  assert.ok(!isFor(key, new Uint8Array([4, 251, 255, 249]).buffer));
  assert.ok(!isFor(key, null));
});
