// Where a moment is chosen: by a press on its first word and its last, by drawing over the words, or by the keyboard alone.

import { fill, readMoment, saySpan } from "../player/time.ts";
import { extend, type Range, stepTo } from "../transcript/range.ts";
import { beginAt, endAt, type TimedWord, typeTime, wordsWithin } from "./words.ts";

const PAUSE_MS = 150;
// of the end of a moment that is heard to judge whether it ends well
const LAST_SECONDS = 3;

interface PlayerElement extends HTMLElement {
  goTo(seconds: number, end: number | null): Promise<void>;
}

class NastavnikMoment extends HTMLElement {
  private spans: HTMLElement[] = [];
  private words: TimedWord[] = [];
  private range: Range | null = null;
  private cursor = 0;
  // the first word was pressed, and the last is waited for
  private isOpen = false;
  private stop = new AbortController();

  connectedCallback(): void {
    this.stop = new AbortController();
    const text = this.querySelector<HTMLElement>("[data-said]");
    this.spans = [...this.querySelectorAll<HTMLElement>("[data-at]")];
    this.words = this.spans.map((one) => ({ at: Number(one.dataset.at), until: Number(one.dataset.until) }));
    this.range = wordsWithin(this.words, this.seconds, this.end);
    this.cursor = this.range?.first ?? 0;
    const tools = this.querySelector<HTMLElement>("[data-tools]");
    if (tools) tools.hidden = false;
    this.wireTools();
    text?.addEventListener("click", (event) => this.press(event));
    text?.addEventListener("keydown", (event) => this.onKey(event));
    this.followSelection(text);
    for (const field of this.fields) field.addEventListener("change", () => this.readFields());
    this.say();
  }

  disconnectedCallback(): void {
    this.stop.abort();
  }

  // --- the form --------------------------------------------------------------------------------------------------------

  private get fields(): HTMLInputElement[] {
    return ["seconds", "end_seconds"].map((name) => this.querySelector(`input[name=${name}]`) as HTMLInputElement);
  }

  private get seconds(): number {
    return readTime(this.fields[0]?.value ?? "");
  }

  private get end(): number {
    return readTime(this.fields[1]?.value ?? "");
  }

  private readFields(): void {
    this.range = wordsWithin(this.words, this.seconds, this.end);
    this.draw();
    this.say();
  }

  private set(range: Range | null): void {
    if (!range) return;
    this.range = range;
    const [first, last] = [this.words[range.first], this.words[range.last]];
    const [from, to] = this.fields;
    if (first && last && from && to) [from.value, to.value] = [typeTime(first.at), typeTime(last.until)];
    this.draw();
    this.say();
  }

  private draw(): void {
    this.spans.forEach((span, place) => {
      const isWithin = this.range !== null && place >= this.range.first && place <= this.range.last;
      span.classList.toggle("is-chosen", isWithin);
    });
  }

  private say(): void {
    const place = this.querySelector("[data-chosen]");
    const length = Math.max(this.end - this.seconds, 0);
    const times = saySpan({ seconds: this.seconds, end: this.end });
    if (place) place.textContent = fill(this.dataset.wordChosen ?? "", { times, seconds: String(Math.round(length)) });
  }

  // --- by the mouse ----------------------------------------------------------------------------------------------------

  private press(event: MouseEvent): void {
    const word = (event.target as Element).closest<HTMLElement>("[data-at]");
    if (!word || !document.getSelection()?.isCollapsed) return;
    const place = this.spans.indexOf(word);
    this.cursor = place;
    this.set(event.shiftKey || this.isOpen ? extend(this.range, place) : { first: place, last: place });
    this.isOpen = !(event.shiftKey || this.isOpen);
  }

  private followSelection(text: HTMLElement | null): void {
    let timer = 0;
    const read = () => {
      const selection = document.getSelection();
      if (!text || !selection || selection.isCollapsed || !text.contains(selection.anchorNode)) return;
      const marked = selection.getRangeAt(0);
      const chosen = this.spans.flatMap((span, place) => (marked.intersectsNode(span) ? [place] : []));
      const [first, last] = [chosen[0], chosen.at(-1)];
      if (first === undefined || last === undefined) return;
      [this.cursor, this.isOpen] = [last, false];
      this.set({ first, last });
    };
    const options = { signal: this.stop.signal };
    document.addEventListener(
      "selectionchange",
      () => {
        clearTimeout(timer);
        timer = window.setTimeout(read, PAUSE_MS);
      },
      options,
    );
  }

  // --- by the keyboard -------------------------------------------------------------------------------------------------

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = stepTo(event.key, this.cursor, this.spans.length);
    if (to !== null) this.goTo(to, event.shiftKey);
    else if (event.key === "[") this.set(beginAt(this.range, this.cursor));
    else if (event.key === "]") this.set(endAt(this.range, this.cursor));
    else if (event.key === " ") this.hear(this.seconds);
    else return;
    event.preventDefault();
  }

  private goTo(place: number, isExtending: boolean): void {
    const from = this.cursor;
    this.cursor = place;
    const span = this.spans[place];
    if (!span) return;
    span.tabIndex = -1;
    span.focus();
    if (isExtending) this.set(extend(this.isOpen ? this.range : { first: from, last: from }, place));
    this.isOpen = isExtending;
  }

  // --- hearing ---------------------------------------------------------------------------------------------------------

  private wireTools(): void {
    const deeds: Record<string, () => void> = {
      hear: () => this.hear(this.seconds),
      last: () => this.hear(Math.max(this.seconds, this.end - LAST_SECONDS)),
      begin: () => this.set(beginAt(this.range, this.cursor)),
      end: () => this.set(endAt(this.range, this.cursor)),
    };
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[data-do]")) {
      const deed = deeds[button.dataset.do ?? ""];
      if (deed && button.closest("[data-tools]")) button.addEventListener("click", deed);
    }
    this.querySelector("[data-close]")?.addEventListener("click", (event) => this.close(event));
  }

  private hear(from: number): void {
    void this.querySelector<PlayerElement>("nastavnik-player")?.goTo(from, this.end);
  }

  /** In the panel the chooser goes away; on a page of its own the link leads back. */
  private close(event: Event): void {
    const panel = this.closest("[data-panel] #panel-chooser");
    if (!panel) return;
    event.preventDefault();
    panel.replaceChildren();
    document.querySelector<HTMLElement>("input[data-find]")?.focus();
  }
}

/** Read a time as people type it: with a comma or a point, to a hundredth. */
function readTime(text: string): number {
  const [clock = "", hundredths = ""] = text.trim().replace(",", ".").split(".", 2);
  return (readMoment(clock) ?? 0) + Number(`0.${hundredths || "0"}`);
}

customElements.define("nastavnik-moment", NastavnikMoment);
