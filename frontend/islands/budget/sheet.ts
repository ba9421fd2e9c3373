// Lines of the sheet: their cells, their article, what is sent of them.

import { readMoney } from "../application/money.ts";
import { readQuantity, type Sums, shareOf, sumsOf, totalOf, written } from "./sums.ts";

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
export type Cells = Record<string, string>;
export type Pair = [string, string];

const LETTERS = "23456789abcdefghijkmnpqrstuvwxyz";

export function newName(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
}

export class Line {
  constructor(readonly place: HTMLElement) {}

  get id(): string {
    return this.place.querySelector<HTMLInputElement>("[data-id]")?.value ?? "";
  }

  get mark(): string {
    return this.place.querySelector<HTMLInputElement>("[data-mark]")?.value ?? "";
  }

  set mark(mark: string) {
    const field = this.place.querySelector<HTMLInputElement>("[data-mark]");
    if (field) field.value = mark;
  }

  get isDropped(): boolean {
    return this.drop?.checked ?? false;
  }

  get drop(): HTMLInputElement | null {
    return this.place.querySelector<HTMLInputElement>("[data-drop]");
  }

  get controls(): Control[] {
    return [...this.place.querySelectorAll<Control>("[data-column]")];
  }

  control(column: string): Control | null {
    return this.place.querySelector<Control>(`[data-column="${column}"]`);
  }

  value(column: string): string {
    return this.control(column)?.value.trim() ?? "";
  }

  get cells(): Cells {
    return Object.fromEntries(this.controls.map((one) => [one.dataset.column ?? "", one.value]));
  }

  set cells(cells: Cells) {
    for (const one of this.controls) {
      const value = cells[one.dataset.column ?? ""] ?? "";
      if (one instanceof HTMLSelectElement && value && ![...one.options].some((option) => option.value === value))
        one.add(new Option(value, value));
      one.value = value;
    }
  }

  /** Whether anything was written in it besides what is chosen. */
  get isEmpty(): boolean {
    return this.controls.every((one) => one instanceof HTMLSelectElement || !one.value.trim());
  }

  get sums(): Sums {
    return this.isDropped
      ? { cost: 0n, own: 0n, requested: 0n }
      : sumsOf(this.value("quantity"), this.value("price"), this.value("own"));
  }

  /** Return what is sent of it: all, or of a line that was not touched its name and mark. */
  pairs(isTouched: boolean): Pair[] {
    const inputs = [...this.place.querySelectorAll<Control>("input, select, textarea")];
    const sent = inputs.filter((one) => one.name && (!("checked" in one) || one.type !== "checkbox" || one.checked));
    return sent
      .filter((one) => isTouched || one.matches("[data-id], [data-mark]"))
      .map((one): Pair => [one.name, one.value]);
  }

  draw(): void {
    const { cost, requested } = this.sums;
    const [costs, asks] = ["[data-cost]", "[data-requested]"].map((one) => this.place.querySelector(one));
    if (costs) costs.textContent = written(cost);
    if (asks) asks.textContent = written(requested);
    asks?.classList.toggle("count--over", requested < 0n);
    this.place.toggleAttribute("data-dropped", this.isDropped);
    for (const column of ["quantity", "price", "own"]) mark(this.control(column), column);
  }
}

/** Mark a cell in which a number is expected and something else stands. */
function mark(cell: Control | null, column: string): void {
  const read = column === "quantity" ? readQuantity : readMoney;
  if (cell?.value.trim() && read(cell.value) === null) cell.setAttribute("aria-invalid", "true");
  else cell?.removeAttribute("aria-invalid");
}

/** Show the sums of articles and of the whole. */
export function drawTotals(form: HTMLElement, lines: Line[]): void {
  for (const head of form.querySelectorAll<HTMLElement>("[data-article]")) {
    const own = lines.filter((line) => line.value("article") === head.dataset.article);
    head.toggleAttribute("data-empty", !own.length);
    fill(head, "sum", totalOf(own.map((line) => line.sums)));
  }
  const total = totalOf(lines.map((line) => line.sums));
  fill(form, "total", total);
  const share = form.querySelector("[data-share]");
  if (share) share.textContent = shareOf(total.own, total.cost);
}

function fill(place: HTMLElement, what: string, sums: Sums): void {
  for (const key of ["cost", "own", "requested"] as const) {
    const cell = place.querySelector(`[data-${what}="${key}"]`);
    if (cell) cell.textContent = written(sums[key]);
  }
}
