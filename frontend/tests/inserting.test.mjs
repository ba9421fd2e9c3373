import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./load.mjs";

const { blockPut, escaped, figureOf, lined, marked, noted, referred } = await load("islands/inserting/edits.ts");
const { cellsOf, emptyCells, firstCell, isTable, tableOf } = await load("islands/inserting/tables.ts");

/** A text in which | stands at the ends of what is chosen. */
function read(shown) {
  const [before, chosen, behind] = shown.split("¦");
  if (behind === undefined) return { value: before + chosen, from: before.length, to: before.length };
  return { value: before + chosen + behind, from: before.length, to: before.length + chosen.length };
}

function done({ value }, { from, to, put, select: [begin, end] }) {
  const made = value.slice(0, from) + put + value.slice(to);
  const marks = begin === end ? "¦" : `¦${made.slice(begin, end)}¦`;
  return made.slice(0, begin) + marks + made.slice(end);
}

const after = (shown, edit, ...more) => {
  const text = read(shown);
  return done(text, edit(text, ...more));
};

test("bold and slanted words, one within the other, and plain again", () => {
  assert.equal(after("Мы ¦начали ¦с карты", marked, "**"), "Мы **¦начали¦** с карты");
  assert.equal(after("Мы **¦начали¦** с", marked, "**"), "Мы ¦начали¦ с");
  assert.equal(after("Мы **¦начали¦** с", marked, "*"), "Мы ***¦начали¦*** с");
  assert.equal(after("Мы ***¦начали¦*** с", marked, "**"), "Мы *¦начали¦* с");
  assert.equal(after("Мы ¦", marked, "*"), "Мы *¦*");
  assert.equal(after("Мы *¦*", marked, "*"), "Мы ¦");
});

test("lines become headings and lists between empty lines, and plain again", () => {
  assert.equal(after("Раз.\nДв¦а\nТри.", lined, "heading"), "Раз.\n\n## Два¦\n\nТри.");
  assert.equal(after("¦раз\nдва¦", lined, "numbered"), "¦1. раз\n2. два¦");
  assert.equal(after("¦1. раз\n2. два¦", lined, "list"), "¦- раз\n- два¦");
  assert.equal(after("¦- раз\n- два¦", lined, "list"), "¦раз\nдва¦");
  assert.equal(after("- раз\n¦", lined, "list"), "- раз\n- ¦");
});

test("a block stands behind the paragraph of the caret, with empty lines around", () => {
  assert.equal(after("Раз ¦и два.\n\nТри.", blockPut, "| a |"), "Раз и два.\n\n| a |¦\n\nТри.");
  assert.equal(after("Раз.\n\n¦\n\nТри.", blockPut, "| a |"), "Раз.\n\n| a |¦\n\nТри.");
  assert.equal(after("¦", blockPut, "| a |", 2, 1), "| ¦a¦ |");
});

test("a footnote has the next number, and its words stand behind the paragraph", () => {
  assert.equal(
    after("Раз[^1].\n\n[^1]: так.\n\nДва¦ слова.\n\nТри.", noted, "иначе"),
    "Раз[^1].\n\n[^1]: так.\n\nДва[^2]¦ слова.\n\n[^2]: иначе\n\nТри.",
  );
  assert.equal(after("Раз¦", noted, "так"), "Раз[^1]¦\n\n[^1]: так");
  assert.equal(after("| a |\n|---|\n| b |¦", noted, "так"), "| a |\n|---|\n| b[^1]¦ |\n\n[^1]: так");
});

test("references gather in one list at the end", () => {
  const one = after("Текст¦.", referred, "Раз.");
  assert.equal(one, "Текст.\n\n::: {.references}\n\n1. Раз.\n\n:::\n¦");
  const text = { value: one.replace("¦", ""), from: 0, to: 0 };
  assert.equal(done(text, referred(text, "Два.")), "Текст.\n\n::: {.references}\n\n1. Раз.\n2. Два.¦\n\n:::\n");
});

test("a figure has its caption and what is to be seen", () => {
  assert.equal(figureOf("a-1.jpg", "Двор [1]", 'Двор "у" {школы}'), '![Двор \\[1\\]](a-1.jpg){alt="Двор ”у” (школы)"}');
  assert.equal(figureOf("a-1.jpg", "Двор", "Двор"), "![Двор](a-1.jpg)");
});

test("cells of a spreadsheet, also with line ends and quotes within, become a table", () => {
  const pasted = 'Год\tКниг\r\n2025\t"сто ""с""\nлишним"\r\n';
  assert.deepEqual(cellsOf(pasted), [
    ["Год", "Книг"],
    ["2025", 'сто "с"\nлишним'],
  ]);
  assert.ok(isTable(pasted));
  assert.ok(!isTable("слова\tс табуляцией"));
  assert.equal(tableOf([["a|b", "c"], ["d"]], ""), "| a\\|b | c |\n| --- | --- |\n| d |  |");
  assert.match(tableOf([["a"]], "Итоги"), /^::: \{\.table\}\n\nИтоги\n\n\| a \|\n/);
  assert.equal(firstCell(tableOf(emptyCells(1, 1), "")), 2);
  assert.equal(
    tableOf(emptyCells(1, 1), "Итоги").slice(firstCell(tableOf(emptyCells(1, 1), "Итоги"))),
    " |\n| --- |\n\n:::",
  );
  assert.equal(emptyCells(2, 3).flat().length, 6);
  assert.equal(escaped(" a\n*b* "), "a \\*b\\*");
});
