// A field of text that is changed as if somebody had typed: one undo takes an edit back.

import type { Edit, Text } from "./edits.ts";

export function textOf(field: HTMLTextAreaElement): Text {
  return { value: field.value, from: field.selectionStart, to: field.selectionEnd };
}

export function apply(field: HTMLTextAreaElement, { from, to, put, select }: Edit): void {
  field.focus();
  field.setSelectionRange(from, to);
  // old as it is, this is the only way of which the undo of a browser knows
  const isDone = put
    ? document.execCommand("insertText", false, put)
    : from === to || document.execCommand("delete", false);
  if (!isDone) {
    field.setRangeText(put, from, to, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  field.setSelectionRange(...select);
}
