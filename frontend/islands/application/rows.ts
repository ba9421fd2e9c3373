// A table of rows: more of them, sums, and lists that choose a row of another table.

import { readMoney, writeMoney } from "./money.ts";

const LETTERS = "23456789abcdefghijkmnpqrstuvwxyz";
const LENGTH = 8;

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function newName(): string {
  return [...crypto.getRandomValues(new Uint8Array(LENGTH))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

export function rowsOf(field: HTMLElement): HTMLElement[] {
  return [...field.querySelectorAll<HTMLElement>("[data-row]")];
}

function isDropped(row: HTMLElement): boolean {
  return row.querySelector<HTMLInputElement>('[name$="-drop"]')?.checked ?? false;
}

/** Add an empty row; return it. A row that is to go keeps its place, so that no number is missing. */
export function addRow(field: HTMLElement): HTMLElement | null {
  const pattern = field.querySelector<HTMLTemplateElement>("template[data-pattern]");
  if (!pattern) return null;
  const number = rowsOf(field).length;
  const html = pattern.innerHTML.replaceAll("{row}", String(number)).replaceAll("{id}", newName());
  pattern.insertAdjacentHTML("beforebegin", html);
  const row = rowsOf(field)[number] ?? null;
  const shown = row?.querySelector("[data-number]");
  if (shown) shown.textContent = String(number + 1);
  return row;
}

/** Show which rows are to go. */
export function markDropped(field: HTMLElement): void {
  for (const row of rowsOf(field)) row.toggleAttribute("data-dropped", isDropped(row));
}

/** Sum the money of a table. */
export function sum(field: HTMLElement): void {
  for (const place of field.querySelectorAll<HTMLElement>("[data-sum]")) {
    const column = place.dataset.sum ?? "";
    const cells = rowsOf(field)
      .filter((row) => !isDropped(row))
      .map((row) => row.querySelector<HTMLInputElement>(`[data-money="${column}"]`)?.value ?? "");
    place.textContent = writeMoney(cells.reduce((total, cell) => total + (readMoney(cell) ?? 0), 0));
  }
}

function labelOf(row: HTMLElement): string {
  const cells = [...row.querySelectorAll<Control>(".application-cell :is(input, textarea, select)")];
  return cells.map(({ value }) => value.trim()).find(Boolean) ?? "";
}

/** Let lists of the form that choose a row of this table know its rows. */
export function refer(form: HTMLFormElement, field: HTMLElement): void {
  const rows = rowsOf(field)
    .filter((row) => !isDropped(row) && labelOf(row))
    .map((row) => new Option(labelOf(row), row.querySelector<HTMLInputElement>("[data-row-id]")?.value ?? ""));
  for (const list of form.querySelectorAll<HTMLSelectElement>(`select[data-of="${field.dataset.field}"]`)) {
    const chosen = list.value;
    list.replaceChildren(new Option("—", ""), ...rows.map((one) => one.cloneNode(true)));
    list.value = chosen;
  }
}
