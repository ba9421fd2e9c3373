// Remarks: words that are selected in a text, or in a field that is written, become those of a remark; a remark shows its words in the field.
// Without this script the words are copied into the form by hand.

import { placesOf, type Words, wordsBetween } from "./places.ts";

type Control = HTMLInputElement | HTMLTextAreaElement;
type Spot = Words & { field: string; row: string };
type Swap = { requestConfig: { elt: Element } };

const REST_MS = 250;

function isWritten(node: Element | null): node is Control {
  return node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && node.type === "text");
}

function isTyped(form: HTMLFormElement): boolean {
  return [...form.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue);
}

function texts(form: HTMLFormElement): [string, string][] {
  const pairs = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  return pairs.map(([name, value]) => [name, String(value)]);
}

function fill(form: HTMLFormElement, name: string, value: string): void {
  const control = form.elements.namedItem(name);
  if (control instanceof HTMLElement && "value" in control) (control as Control).value = value;
}

/** What is selected in a field of the form. */
function spotInField(control: Control): Spot | null {
  const field = control.closest<HTMLElement>("[data-field]")?.dataset.field;
  const { selectionStart, selectionEnd } = control;
  if (!field || selectionStart === null || selectionEnd === null) return null;
  const words = wordsBetween(control.value, selectionStart, selectionEnd);
  const row = control.closest("[data-row]")?.querySelector<HTMLInputElement>("[data-row-id]")?.value ?? "";
  return words && { ...words, field, row };
}

/** What is selected in the text that is read; words of two fields are none. */
function spotInText(selection: Selection): Spot | null {
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const node = range.commonAncestorContainer;
  const place = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-text]");
  if (!place) return null;
  const before = document.createRange();
  before.setStart(place, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  const words = wordsBetween(place.textContent ?? "", start, start + range.toString().length);
  if (!words) return null;
  const { text = "", row = "", from = "0" } = place.dataset;
  return { quote: words.quote, begin: words.begin + Number(from), field: text, row };
}

/** What is typed in other forms of the panel while one of them is sent: the panel is drawn anew, and nothing of it may vanish. */
class Typed {
  /** what stands in forms, by their addresses */
  private kept = new Map<string, [string, string][]>();

  constructor(private readonly place: HTMLElement) {
    place.addEventListener("htmx:beforeSwap", (event) => this.keep((event as CustomEvent<Swap>).detail));
    place.addEventListener("htmx:afterSwap", () => this.giveBack());
  }

  private forms(): HTMLFormElement[] {
    return [...this.place.querySelectorAll("form")];
  }

  private keep({ requestConfig: { elt } }: Swap): void {
    const others = this.forms().filter((form) => form !== elt && isTyped(form));
    this.kept = new Map(others.map((form) => [form.action, texts(form)]));
  }

  private giveBack(): void {
    for (const form of this.forms())
      for (const [name, value] of this.kept.get(form.action) ?? []) {
        fill(form, name, value);
        const details = form.closest("details");
        if (details) details.open = true;
      }
  }
}

class Talk {
  private readonly button = document.createElement("button");
  private spot: Spot | null = null;
  private timer = 0;

  constructor(private readonly place: HTMLElement) {
    this.button.type = "button";
    this.button.className = "button button--first talk-offer";
    this.button.textContent = place.dataset.wordRemark ?? "";
    this.button.hidden = true;
    // the selection stays while the button is pressed
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.take());
    document.addEventListener("selectionchange", () => this.soon());
    // some browsers tell of a selection in a field only here
    document.addEventListener("select", () => this.soon(), true);
    place.addEventListener("click", (event) => this.show(event));
    for (const link of document.querySelectorAll("[data-say]"))
      link.addEventListener("click", (event) => this.open(event));
    new Typed(place);
    place.addEventListener("htmx:afterSwap", () => this.place.querySelector<HTMLElement>("h2")?.focus());
  }

  private form(): HTMLFormElement | null {
    return this.place.querySelector<HTMLFormElement>("form[data-remark]");
  }

  private soon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.offer(), REST_MS);
  }

  /** Offer to remark on what is selected. */
  private offer(): void {
    const active = document.activeElement;
    if (active === this.button || !this.form()) return;
    const selection = document.getSelection();
    this.spot = isWritten(active) ? spotInField(active) : selection && spotInText(selection);
    this.button.hidden = !this.spot;
    if (!this.spot) return;
    if (isWritten(active)) {
      this.button.classList.remove("talk-offer--floats");
      active.after(this.button);
    } else if (selection) this.float(selection.getRangeAt(0).getBoundingClientRect());
  }

  /** Put the button under the words. */
  private float(box: DOMRect): void {
    this.button.classList.add("talk-offer--floats");
    document.body.append(this.button);
    const room = document.documentElement.clientWidth - this.button.offsetWidth - 8;
    this.button.style.insetBlockStart = `${box.bottom + window.scrollY + 8}px`;
    this.button.style.insetInlineStart = `${Math.max(8, Math.min(box.left + window.scrollX, room))}px`;
  }

  /** Let the remark be of the selected words. */
  private take(): void {
    const form = this.form();
    if (!form || !this.spot) return;
    for (const [name, value] of Object.entries(this.spot)) fill(form, name, String(value));
    this.button.hidden = true;
    this.open();
  }

  /** Open the form and let it be written in. */
  private open(event?: Event): void {
    const body = this.form()?.elements.namedItem("body") as HTMLTextAreaElement | null;
    const details = body?.closest("details");
    if (!body || !details) return;
    event?.preventDefault();
    details.open = true;
    body.focus();
    body.scrollIntoView({ block: "center" });
  }

  /** Select the words of a remark in the field that is written. */
  private show(event: Event): void {
    const link = (event.target as HTMLElement).closest("[data-show]");
    const thread = link?.closest<HTMLElement>("[data-thread]");
    const field = thread && document.querySelector<HTMLElement>(`[data-field="${thread.dataset.of}"]`);
    if (!thread || !field) return;
    const { rowOf, begin, end } = thread.dataset;
    const row = [...field.querySelectorAll<HTMLElement>("[data-row]")].find(
      (one) => one.querySelector<HTMLInputElement>("[data-row-id]")?.value === rowOf,
    );
    const control = (row ?? field).querySelector<Control>("textarea, input:not([type=hidden]), select");
    if (!control) return;
    event.preventDefault();
    control.focus();
    control.scrollIntoView({ block: "center" });
    if (!row && begin && end && isWritten(control))
      control.setSelectionRange(...placesOf(control.value, Number(begin), Number(end)));
  }
}

for (const place of document.querySelectorAll<HTMLElement>("[data-talk]")) new Talk(place);
