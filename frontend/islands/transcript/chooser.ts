// Choosing a moment among the phrases: by marking words, by "from here" and "to here", or by arrows with Shift.

import { linkTo, type Span, saySpan, writeSpan } from "../player/time.ts";
import { copy, type Quote } from "./copy.ts";
import { extend, type Range, stepTo } from "./range.ts";

const PAUSE_MS = 200;

interface Around {
  /** the phrase that is being said */
  here(): number;
  /** the page on which the film plays */
  address(): string;
  play(phrase: HTMLElement): void;
  /** whoever chooses does not want the text to move */
  rest(): void;
}

export class Chooser {
  private range: Range | null = null;
  private cursor = -1;

  constructor(
    private readonly root: HTMLElement,
    private readonly text: HTMLElement,
    private readonly phrases: HTMLElement[],
    private readonly around: Around,
  ) {
    if (!this.bar) return;
    this.find("[data-choose]")?.addEventListener("click", () => this.show(!this.isOpen));
    this.find("[data-from]")?.addEventListener("click", () => this.begin());
    this.find("[data-to]")?.addEventListener("click", () => this.end());
    this.find("[data-copy-link]")?.addEventListener("click", () => void this.copyLink());
    this.find("[data-drop]")?.addEventListener("click", () => this.set(null));
    text.addEventListener("keydown", (event) => this.onKey(event));
    this.followSelection();
  }

  /** The words of the moment that is chosen; null when none is. */
  quote(): Quote | null {
    const span = this.span();
    if (!this.range || !span) return null;
    const said = this.phrases.slice(this.range.first, this.range.last + 1).map((phrase) => phrase.textContent);
    return { text: said.join(" "), seconds: span.seconds, end: span.end };
  }

  /** Take a phrase that was pressed while a moment is being chosen; false: nobody is choosing. */
  take(phrase: HTMLElement): boolean {
    if (!this.isOpen) return false;
    this.cursor = this.phrases.indexOf(phrase);
    this.set(extend(this.range, this.cursor));
    return true;
  }

  private get bar(): HTMLElement | null {
    return this.find("[data-moment]");
  }

  private get isOpen(): boolean {
    return this.bar !== null && !this.bar.hidden;
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T | null {
    return this.root.querySelector<T>(selector);
  }

  private show(isShown: boolean): void {
    if (!this.bar) return;
    this.bar.hidden = !isShown;
    this.find("[data-choose]")?.setAttribute("aria-expanded", String(isShown));
    if (isShown) this.around.rest();
    this.set(isShown ? this.range : null);
  }

  private get place(): number {
    return this.cursor < 0 ? this.around.here() : this.cursor;
  }

  private begin(): void {
    const last = this.range && this.range.last >= this.place ? this.range.last : this.place;
    this.set({ first: this.place, last });
  }

  private end(): void {
    const first = this.range && this.range.first <= this.place ? this.range.first : this.place;
    this.set({ first, last: this.place });
  }

  // --- by keyboard -----------------------------------------------------------------------------------------------------

  private onKey(event: KeyboardEvent): void {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = stepTo(event.key, this.place, this.phrases.length);
    const phrase = this.phrases[this.place];
    if (to !== null) this.goTo(to, event.shiftKey);
    else if (event.key === "Enter" && phrase && event.target === phrase) this.around.play(phrase);
    else if (event.key === "Escape" && this.range) this.set(null);
    else return;
    event.preventDefault();
  }

  private goTo(place: number, isExtending: boolean): void {
    const from = this.place;
    this.cursor = place;
    const phrase = this.phrases[place];
    if (!phrase) return;
    phrase.tabIndex = -1;
    phrase.focus();
    if (isExtending) this.set(extend(this.range ?? { first: from, last: from }, place));
  }

  // --- by marking words ------------------------------------------------------------------------------------------------

  private followSelection(): void {
    let timer = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      if (this.root.isConnected) timer = window.setTimeout(() => this.readSelection(), PAUSE_MS);
    });
  }

  private readSelection(): void {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !this.text.contains(selection.anchorNode)) return;
    const marked = selection.getRangeAt(0);
    const chosen = this.phrases.flatMap((phrase, number) => (marked.intersectsNode(phrase) ? [number] : []));
    const [first, last] = [chosen[0], chosen.at(-1)];
    if (first === undefined || last === undefined) return;
    this.cursor = last;
    if (!this.isOpen) this.show(true);
    this.set({ first, last });
  }

  // --- what is chosen --------------------------------------------------------------------------------------------------

  private span(): Span | null {
    const [first, last] = [this.phrases[this.range?.first ?? -1], this.phrases[this.range?.last ?? -1]];
    return first && last ? { seconds: Number(first.dataset.at), end: Number(last.dataset.until) } : null;
  }

  private set(range: Range | null): void {
    this.range = range;
    this.phrases.forEach((phrase, number) => {
      phrase.classList.toggle("is-chosen", range !== null && number >= range.first && number <= range.last);
    });
    this.say();
  }

  private say(): void {
    const [span, words] = [this.span(), this.find("[data-chosen]")];
    if (words) words.textContent = span ? saySpan(span) : (words.dataset.none ?? "");
    for (const button of this.root.querySelectorAll<HTMLButtonElement>("[data-copy-link], [data-drop]"))
      button.disabled = span === null;
    const keep = this.find<HTMLAnchorElement>("a[data-keep]");
    if (!keep) return;
    keep.hidden = span === null;
    if (span) keep.search = `?t=${writeSpan(span)}`;
  }

  private async copyLink(): Promise<void> {
    const span = this.span();
    if (!span) return;
    const isDone = await copy(linkTo(this.around.address(), span.seconds, span.end));
    const text = isDone ? this.bar?.dataset.copied : this.root.dataset.wordNotCopied;
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: isDone ? "success" : "error" } }));
  }
}
