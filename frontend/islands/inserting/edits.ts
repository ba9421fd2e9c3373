// What a button does to our Markdown: from a text and what is chosen in it to one edit, so that one undo takes it back.

export interface Text {
  value: string;
  from: number;
  to: number;
}

/** `put` takes the place of what stands between `from` and `to`; afterwards `select` is chosen, counted in the new text. */
export interface Edit {
  from: number;
  to: number;
  put: string;
  select: [number, number];
}

const SPECIAL = /([\\`*_[\]<>{}|~^])/g;
const LEADING = /^(#{1,6} |[-*+] |\d{1,9}[.)] |> )/;
const LIST_ITEM = /^([-*+] |\d{1,9}[.)] |> )/;
const NOTE = /\[\^(\d{1,9})\]/g;
const REFERENCES = /^::: *(?:\{\.references\}|references) *$/m;

export type LineKind = "heading" | "list" | "numbered" | "quote";

/** Return words as Markdown that says just them, in one line (the same as speech/blocks.py on the server). */
export function escaped(words: string): string {
  return words.trim().replace(/\s+/g, " ").replace(SPECIAL, "\\$1");
}

// --- within a line -----------------------------------------------------------------------------------------------------

function starsBefore(value: string, at: number): number {
  return /\**$/.exec(value.slice(0, at))?.[0].length ?? 0;
}

function starsBehind(value: string, at: number): number {
  return /^\**/.exec(value.slice(at))?.[0].length ?? 0;
}

/** Make what is chosen bold (`**`) or slanted (`*`), or plain again. */
export function marked({ value, from, to }: Text, sign: "*" | "**"): Edit {
  const chosen = value.slice(from, to);
  const begin = from + (chosen.length - chosen.trimStart().length);
  const end = Math.max(begin, from + chosen.trimEnd().length);
  const around = Math.min(starsBefore(value, begin), starsBehind(value, end));
  const isMarked = sign === "**" ? around >= 2 : around === 1 || around >= 3;
  const words = value.slice(begin, end);
  const size = sign.length;
  if (isMarked) return { from: begin - size, to: end + size, put: words, select: [begin - size, end - size] };
  return { from: begin, to: end, put: sign + words + sign, select: [begin + size, end + size] };
}

// --- lines -------------------------------------------------------------------------------------------------------------

function signOf(kind: LineKind, number: number): string {
  return { heading: "## ", list: "- ", numbered: `${number}. `, quote: "> " }[kind];
}

function isOfKind(line: string, kind: LineKind): boolean {
  const patterns = { heading: /^#{1,6} /, list: /^[-*+] /, numbered: /^\d{1,9}[.)] /, quote: /^> / };
  return patterns[kind].test(line);
}

/** Make the chosen lines headings, items of a list or a quotation, or plain again. What the press reads as one stands between empty lines. */
export function lined({ value, from, to }: Text, kind: LineKind): Edit {
  const begin = value.lastIndexOf("\n", from - 1) + 1;
  const after = value.indexOf("\n", Math.max(to, begin));
  const end = after < 0 ? value.length : after;
  const lines = value.slice(begin, end).split("\n");
  const words = lines.filter((line) => line.trim());
  const isAll = words.length > 0 && words.every((line) => isOfKind(line, kind));
  let number = 0;
  const made = lines.map((line) => {
    if (!line.trim() && words.length) return line;
    number += 1;
    return (isAll ? "" : signOf(kind, number)) + line.replace(LEADING, "");
  });
  const before = value.slice(0, begin).split("\n").at(-2) ?? "";
  const behind = value.slice(end + 1).split("\n")[0] ?? "";
  const isApart = (line: string) => line.trim() && !isAll && (kind === "heading" || !LIST_ITEM.test(line));
  const head = isApart(before) ? "\n" : "";
  const body = made.join("\n");
  const put = head + body + (isApart(behind) ? "\n" : "");
  const first = begin + head.length;
  const isOne = lines.length === 1;
  return { from: begin, to: end, put, select: [isOne ? first + body.length : first, first + body.length] };
}

// --- blocks ------------------------------------------------------------------------------------------------------------

/** Return where the block ends in which a place stands; on an empty line that is the place itself. */
function blockEnd(value: string, at: number): number {
  const begin = value.lastIndexOf("\n", at - 1) + 1;
  const line = value.slice(begin).split("\n")[0] ?? "";
  if (!line.trim()) return at;
  const rest = /\n[ \t]*(?:\n|$)/.exec(value.slice(at));
  return rest ? at + rest.index : Math.max(at, value.trimEnd().length);
}

/** Put a block behind the one in which the caret stands, with empty lines around. `caret` and `chosen`: what is chosen in the block then. */
export function blockPut({ value, to }: Text, block: string, caret = block.length, chosen = 0): Edit {
  const at = blockEnd(value, to);
  const before = value.slice(0, at);
  const behind = value.slice(at);
  const head = !before.trim() ? "" : "\n".repeat(2 - newlines(/\n*$/.exec(before)));
  const foot = !behind.trim() ? "" : "\n".repeat(2 - newlines(/^\n*/.exec(behind)));
  const place = at + head.length + caret;
  return { from: at, to: at, put: head + block + foot, select: [place, place + chosen] };
}

function newlines(found: RegExpExecArray | null): number {
  return Math.min(found?.[0].length ?? 0, 2);
}

/** Return a place within the last cell for one behind the end of a row, where the press reads nothing. */
function inCell(value: string, at: number): number {
  const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
  const end = line.startsWith("|") ? /\S\s*\|\s*$/.exec(line) : null;
  return end ? at - end[0].length + 1 : at;
}

/** Put the sign of a footnote at the caret, and its words behind the block. `words` are Markdown. */
export function noted(text: Text, words: string): Edit {
  const { value } = text;
  const to = inCell(value, text.to);
  const number = 1 + Math.max(0, ...[...value.matchAll(NOTE)].map(([, digits]) => Number(digits)));
  const sign = `[^${number}]`;
  const end = blockEnd(value, to);
  const foot = value.slice(end).trim() ? "\n".repeat(2 - newlines(/^\n*/.exec(value.slice(end)))) : "";
  const place = to + sign.length;
  const put = `${sign}${value.slice(to, end)}\n\n${sign}: ${words}${foot}`;
  return { from: to, to: end, put, select: [place, place] };
}

/** Put a record at the end of the list of references; begin the list if there is none. */
export function referred({ value }: Text, record: string): Edit {
  const found = REFERENCES.exec(value);
  const close = found ? /^:::\s*$/m.exec(value.slice(found.index + found[0].length)) : null;
  if (!found || !close) {
    const at = value.trimEnd().length;
    const put = `${at ? "\n\n" : ""}::: {.references}\n\n1. ${record}\n\n:::\n`;
    return { from: at, to: value.length, put, select: [at + put.length, at + put.length] };
  }
  const inner = found.index + found[0].length;
  const list = value.slice(inner, inner + close.index);
  const number = 1 + [...list.matchAll(/^\d{1,9}[.)] /gm)].length;
  const at = inner + list.trimEnd().length;
  const put = `${list.trim() ? "\n" : "\n\n"}${number}. ${record}\n\n`;
  return { from: at, to: inner + close.index, put, select: [at + put.length - 2, at + put.length - 2] };
}

/** Return a picture as our Markdown writes it. */
export function figureOf(key: string, caption: string, alt: string): string {
  const told = alt
    .trim()
    .replace(/\s+/g, " ")
    .replaceAll("\\", "")
    .replaceAll('"', "”")
    .replaceAll("{", "(")
    .replaceAll("}", ")");
  const shown = told && told !== caption.trim() ? `{alt="${told}"}` : "";
  return `![${escaped(caption)}](${key})${shown}`;
}
