import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { isSame, keptOf } = await load("islands/draft/typed.ts");

test("what is kept in the browser has no sign of its page, and the line ends of a field", () => {
  const sent = [
    ["csrfmiddlewaretoken", "secret"],
    ["version", "3"],
    ["text", "Раз.\r\nДва."],
  ];
  assert.deepEqual(keptOf(sent), [
    ["version", "3"],
    ["text", "Раз.\nДва."],
  ]);
});

test("the same words are the same whatever version they go on from", () => {
  assert.ok(
    isSame(
      [
        ["version", "3"],
        ["text", "Раз."],
      ],
      [
        ["version", "4"],
        ["text", "Раз."],
      ],
    ),
  );
  assert.ok(
    !isSame(
      [
        ["version", "3"],
        ["text", "Раз."],
      ],
      [
        ["version", "3"],
        ["text", "Два."],
      ],
    ),
  );
});
