// Keys of the sheet: Enter and the arrows go to the same column of the next line, Escape gives a cell back what stood in it.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const STEPS: Record<string, number> = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

/** Return how far a key goes from a cell; 0: it does what it always does. */
export function stepOf(key: string, kind: string, isShift: boolean): number {
  if (kind === "select" || kind === "textarea") return 0; // a list opens, a text goes to its next line
  return key === "Enter" && isShift ? -1 : (STEPS[key] ?? 0);
}

/** Let the keys of a spreadsheet work in a form of lines. */
export function moveFrom(event: KeyboardEvent, form: HTMLElement): void {
  const cell = event.target as Control;
  const column = cell.dataset.column;
  if (!column || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    takeBack(cell);
    return;
  }
  const step = stepOf(event.key, cell.tagName.toLowerCase(), event.shiftKey);
  if (!step) return;
  event.preventDefault();
  const cells = [...form.querySelectorAll<Control>(`[data-line]:not([data-dropped]) [data-column="${column}"]`)];
  const next = cells[cells.indexOf(cell) + step];
  next?.focus();
  if (next instanceof HTMLInputElement) next.select();
}

/** Give a cell back what stood in it when the page was made. */
function takeBack(cell: Control): void {
  if (cell instanceof HTMLSelectElement || cell.value === cell.defaultValue) return;
  cell.value = cell.defaultValue;
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}
