// Tables: cells as spreadsheets put them on the clipboard, and as our Markdown has them.

import { escaped } from "./edits.ts";

const MOST_ROWS = 200;
const MOST_COLUMNS = 20;

/** Return the cells of tab-separated text; a cell in quotes may have line ends and quotes in it. */
export function cellsOf(pasted: string): string[][] {
  const rows: string[][] = [[]];
  const text = pasted.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const cell = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y;
  while (cell.lastIndex <= text.length) {
    const found = cell.exec(text);
    if (!found) break;
    rows.at(-1)?.push(found[1] === undefined ? (found[2] ?? "") : found[1].replaceAll('""', '"'));
    if (found[3] === "\n") rows.push([]);
    else if (found[3] === "") break;
  }
  return rows;
}

/** Tell whether a text on the clipboard is a table: several columns in each row. */
export function isTable(pasted: string): boolean {
  const rows = cellsOf(pasted);
  return rows.length > 1 && rows.every((row) => row.length === rows[0]?.length && row.length > 1);
}

export function emptyCells(rows: number, columns: number): string[][] {
  return Array.from({ length: Math.min(Math.max(rows, 1), MOST_ROWS) }, () =>
    Array.from({ length: Math.min(Math.max(columns, 1), MOST_COLUMNS) }, () => ""),
  );
}

/** Return where the first cell of a table begins, behind its caption and "| ". */
export function firstCell(table: string): number {
  return table.search(/^\| /m) + "| ".length;
}

/** Return a table of our Markdown; its first row is its head. */
export function tableOf(cells: string[][], caption: string): string {
  const width = Math.max(1, ...cells.map((row) => row.length));
  const line = (row: string[]) => `| ${Array.from({ length: width }, (_, at) => escaped(row[at] ?? "")).join(" | ")} |`;
  const [head = [], ...rest] = cells;
  const table = [line(head), `|${" --- |".repeat(width)}`, ...rest.map(line)].join("\n");
  return caption.trim() ? `::: {.table}\n\n${escaped(caption)}\n\n${table}\n\n:::` : table;
}
