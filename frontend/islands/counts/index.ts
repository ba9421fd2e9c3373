// The sheet of views: keys as in a spreadsheet, and cells of Excel that are spread from the cell they are pasted into. Nothing is sent: without
// this script, and with it, the button of the form does that.

import { moveFrom } from "../budget/keys.ts";
import { fill } from "../player/time.ts";
import { cellsOf, spread } from "./cells.ts";

class CountSheet {
  constructor(private readonly form: HTMLFormElement) {
    form.addEventListener("keydown", (event) => moveFrom(event, form));
    form.addEventListener("paste", (event) => this.paste(event));
  }

  private get grid(): HTMLInputElement[][] {
    const lines = [...this.form.querySelectorAll<HTMLElement>("[data-line]")];
    return lines.map((line) => [...line.querySelectorAll<HTMLInputElement>("[data-column]")]);
  }

  /** Several cells go into the sheet from here to the right and down; one is typed as usual. */
  private paste(event: ClipboardEvent): void {
    const cells = cellsOf(event.clipboardData?.getData("text/plain") ?? "");
    const { target } = event;
    if (
      !(target instanceof HTMLInputElement) ||
      !target.dataset.column ||
      (cells.length < 2 && (cells[0]?.length ?? 0) < 2)
    )
      return;
    event.preventDefault();
    const { grid } = this;
    const row = grid.findIndex((line) => line.includes(target));
    const { laid, outside } = spread(
      cells,
      row,
      grid[row]?.indexOf(target) ?? 0,
      grid.map((line) => line.length),
    );
    for (const { row: line, column, text } of laid) {
      const cell = grid[line]?.[column];
      if (cell) cell.value = text;
    }
    this.say(laid.length, outside);
  }

  private say(laid: number, outside: number): void {
    const words = document.querySelector<HTMLElement>("[data-words]")?.dataset ?? {};
    const told = [fill(words.pasted ?? "", { count: String(laid) })];
    if (outside) told.push(fill(words.outside ?? "", { count: String(outside) }));
    const place = this.form.querySelector<HTMLOutputElement>("[data-status]");
    if (place) place.value = told.join(" ");
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-counts]")) new CountSheet(form);
