// The field that finds within a transcript: how often, which one, and marks on the words.

import { occurrences, step } from "./find.ts";

const MOST_MARKED = 2000;

export class Finder {
  private found: Range[] = [];
  private present = -1;

  constructor(
    private readonly tools: HTMLElement,
    private readonly text: HTMLElement,
    private readonly show: (place: Range) => void,
  ) {
    let timer = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.look(), 150);
    });
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    for (const button of tools.querySelectorAll<HTMLElement>("[data-step]"))
      button.addEventListener("click", () => this.go(button.dataset.step === "1" ? 1 : -1));
    if (this.field.value) this.look();
  }

  private get field(): HTMLInputElement {
    return this.tools.querySelector("[data-find]") as HTMLInputElement;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") {
      event.preventDefault();
      this.go(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape" && this.field.value) {
      event.preventDefault();
      this.field.value = "";
      this.look();
    }
  }

  private look(): void {
    const query = this.field.value;
    this.present = -1;
    this.found = [];
    if (query.trim().length > 1)
      for (const paragraph of this.text.querySelectorAll<HTMLElement>("[data-paragraph]"))
        if (this.found.length < MOST_MARKED) this.found.push(...rangesIn(paragraph, query));
    this.mark();
    this.say();
    if (this.found.length) this.go(1);
  }

  private go(by: 1 | -1): void {
    this.present = step(this.present, this.found.length, by);
    const place = this.found[this.present];
    if (place) this.show(place);
    this.mark();
    this.say();
  }

  private say(): void {
    const { wordFound = "", wordNone = "" } = this.tools.dataset;
    const count = this.tools.querySelector<HTMLElement>("[data-count]");
    const words = wordFound.replace("{number}", String(this.present + 1)).replace("{count}", String(this.found.length));
    if (count) count.textContent = this.found.length ? words : this.field.value.trim().length > 1 ? wordNone : "";
    for (const button of this.tools.querySelectorAll<HTMLButtonElement>("[data-step]"))
      button.disabled = this.found.length === 0;
  }

  /** Words are marked without touching the page where the browser can, else their phrases are. */
  private mark(): void {
    const now = this.found[this.present];
    if ("highlights" in CSS) {
      CSS.highlights.set("found", new Highlight(...this.found));
      CSS.highlights.set("found-now", now ? new Highlight(now) : new Highlight());
      return;
    }
    for (const old of this.text.querySelectorAll(".is-found")) old.classList.remove("is-found");
    for (const place of this.found) place.startContainer.parentElement?.classList.add("is-found");
  }
}

/** Return the places of `query` in a paragraph, which may begin in one phrase and end in another. */
function rangesIn(paragraph: HTMLElement, query: string): Range[] {
  const nodes: { node: Text; from: number }[] = [];
  let text = "";
  for (const phrase of paragraph.querySelectorAll("[data-at]")) {
    const node = phrase.firstChild as Text | null;
    if (!node) continue;
    nodes.push({ node, from: text.length });
    text += `${node.data} `;
  }
  const at = (offset: number) => nodes.filter(({ from }) => from <= offset).pop();
  return occurrences(text, query).flatMap(({ from, to }) => {
    const [first, last] = [at(from), at(to - 1)];
    if (!first || !last) return [];
    const range = document.createRange();
    range.setStart(first.node, from - first.from);
    range.setEnd(last.node, Math.min(to - last.from, last.node.data.length));
    return [range];
  });
}
