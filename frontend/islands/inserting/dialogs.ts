// Dialogues that make something to be put into the text: what is typed into one becomes an edit.

import { blockPut, type Edit, escaped, figureOf, noted, referred, type Text } from "./edits.ts";
import { cellsOf, emptyCells, firstCell, tableOf } from "./tables.ts";

/** A sentence that the school has said: what is wrong, what to do. */
export class Wrong extends Error {}

type Maker = (form: HTMLFormElement, text: Text) => Edit | Promise<Edit>;

const REFUSED = 409;
const UNREADABLE = 422;

export const MAKERS: Record<string, Maker> = { table, note, figure, reference };

function word(form: HTMLFormElement, name: string): string {
  return String(new FormData(form).get(name) ?? "");
}

function table(form: HTMLFormElement, text: Text): Edit {
  const pasted = word(form, "cells");
  const isPasted = pasted.trim() !== "";
  const cells = isPasted ? cellsOf(pasted) : emptyCells(Number(word(form, "rows")), Number(word(form, "columns")));
  const made = tableOf(cells, word(form, "caption"));
  return isPasted ? blockPut(text, made) : blockPut(text, made, firstCell(made));
}

function note(form: HTMLFormElement, text: Text): Edit {
  return noted(text, escaped(word(form, "words")));
}

async function figure(form: HTMLFormElement, text: Text): Promise<Edit> {
  const file = new FormData(form).get("picture-file");
  const isSent = file instanceof File && file.size > 0;
  const key = isSent ? await sent(form) : word(form, "key");
  if (!key) throw new Wrong(form.dataset.wordNone);
  return blockPut(text, figureOf(key, word(form, "caption"), word(form, "picture-alt")));
}

/** Send a picture to the school; return the name that the text has for it. */
async function sent(form: HTMLFormElement): Promise<string> {
  const body = new FormData(form);
  const headers = { Accept: "application/json" };
  const answer = await fetch(form.action, { method: "POST", body, headers }).catch(() => null);
  return (await told<{ key: string }>(form, answer)).key;
}

async function reference(form: HTMLFormElement, text: Text): Promise<Edit> {
  const asked = [...new FormData(form)].flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : []));
  const address = `${form.action}?${new URLSearchParams(asked)}`;
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  const { record } = await told<{ record: string }>(form, answer);
  return word(form, "stands") === "list" ? referred(text, record) : noted(text, record);
}

async function told<T>(form: HTMLFormElement, answer: Response | null): Promise<T> {
  if (answer?.status === REFUSED || answer?.status === UNREADABLE) throw new Wrong(await answer.text());
  if (!answer?.ok || answer.redirected) throw new Wrong(form.dataset.wordUnsent);
  return (await answer.json()) as T;
}
