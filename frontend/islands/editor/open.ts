// The phrase that is open: its text to be typed into, its times, what can be done with it.

import { readMoment } from "../player/time.ts";
import { type Action, actionOf, type Caret } from "./keys.ts";
import type { Phrase } from "./phrases.ts";
import type { TimeName } from "./times.ts";

const NUDGE_SECONDS = 0.1;

export interface OpenEvents {
  onType(text: string): void;
  onAction(action: Action): void;
  onDo(name: string): void;
  onTime(name: TimeName, seconds: number): void;
  onParagraph(begins: boolean): void;
}

/** Write seconds to a tenth: 1:02:33.4. */
export function writeTime(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const [hours, minutes, rest] = [Math.floor(tenths / 36_000), Math.floor(tenths / 600) % 60, tenths % 600];
  const clock = `${String(Math.floor(rest / 10)).padStart(2, "0")}.${rest % 10}`;
  return hours ? `${hours}:${String(minutes).padStart(2, "0")}:${clock}` : `${minutes}:${clock}`;
}

/** Read what `writeTime` wrote, and what people write: a comma, seconds alone. */
export function readTime(text: string): number | null {
  const [whole = "", fraction = ""] = text.trim().replace(",", ".").split(".");
  const seconds = readMoment(whole);
  return seconds === null || /\D/.test(fraction) ? null : seconds + Number(`0.${fraction || 0}`);
}

export class OpenPhrase {
  readonly element: HTMLElement;
  readonly field: HTMLTextAreaElement;

  constructor(
    readonly id: number,
    pattern: HTMLTemplateElement,
    private readonly events: OpenEvents,
  ) {
    this.element = (pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    this.field = this.element.querySelector("textarea") as HTMLTextAreaElement;
    this.field.addEventListener("input", () => {
      this.grow();
      events.onType(this.field.value);
    });
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("click", (event) => {
      const name = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset.do;
      if (name) events.onDo(name);
    });
    for (const input of this.element.querySelectorAll<HTMLInputElement>("[data-time]")) this.wireTime(input);
    const tick = this.element.querySelector<HTMLInputElement>("[data-paragraph]");
    tick?.addEventListener("change", () => events.onParagraph(tick.checked));
  }

  /** Show the phrase as it stands, with `text` in its field. */
  show(phrase: Phrase, text: string): void {
    if (this.field.value !== text) {
      const caret = this.field.selectionStart;
      this.field.value = text;
      if (document.activeElement === this.field) this.field.setSelectionRange(caret, caret);
    }
    for (const input of this.element.querySelectorAll<HTMLInputElement>("[data-time]"))
      if (document.activeElement !== input) input.value = writeTime(phrase[input.dataset.time as "seconds"]);
    const tick = this.element.querySelector<HTMLInputElement>("[data-paragraph]");
    if (tick) tick.checked = phrase.beginsParagraph;
    this.grow();
  }

  focus(from: number, to = from): void {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(from, to);
  }

  showConflict(present: Phrase | null): void {
    const box = this.element.querySelector<HTMLElement>("[data-conflict]");
    const quote = box?.querySelector("blockquote");
    if (box) box.hidden = present === null;
    if (quote) quote.textContent = present?.text ?? "";
  }

  /** As high as its text, also where the browser cannot do that by itself. */
  private grow(): void {
    if (CSS.supports("field-sizing", "content")) return;
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  private onKey(event: KeyboardEvent): void {
    const action = actionOf(event, this.caret());
    if (!action) return;
    event.preventDefault();
    this.events.onAction(action);
  }

  private caret(): Caret {
    const { value, selectionStart, selectionEnd } = this.field;
    const isPoint = selectionStart === selectionEnd;
    return {
      isAtStart: isPoint && selectionStart === 0,
      isAtEnd: isPoint && selectionEnd === value.length,
      isOnFirstLine: isPoint && this.isOnEdge(selectionStart, "first"),
      isOnLastLine: isPoint && this.isOnEdge(selectionEnd, "last"),
    };
  }

  /** A long line is folded: only from the edges of the text is it sure that there is no line beyond. */
  private isOnEdge(caret: number, edge: "first" | "last"): boolean {
    const { value, clientHeight } = this.field;
    const isOneLine = clientHeight < 2 * Number.parseFloat(getComputedStyle(this.field).lineHeight || "0") + 12;
    return isOneLine || caret === (edge === "first" ? 0 : value.length);
  }

  private wireTime(input: HTMLInputElement): void {
    const name = input.dataset.time as TimeName;
    input.addEventListener("change", () => {
      const seconds = readTime(input.value);
      if (seconds !== null) this.events.onTime(name, seconds);
    });
    input.addEventListener("keydown", (event) => {
      const by = { ArrowUp: NUDGE_SECONDS, ArrowDown: -NUDGE_SECONDS }[event.key];
      const seconds = readTime(input.value);
      if (!by || seconds === null) return;
      event.preventDefault();
      const next = Math.max(0, Math.round((seconds + by) * 10) / 10);
      input.value = writeTime(next);
      this.events.onTime(name, next);
    });
  }
}
