// Buttons and keys above a field of Markdown: words, lines, and dialogues that put in tables, footnotes, figures and references.
// <div role="toolbar" data-inserting aria-controls="field"> with buttons [data-do] and [data-opens="id of a dialogue"]. Without a script
// the signs themselves are typed, and the page says how.

import { MAKERS, Wrong } from "./dialogs.ts";
import { blockPut, type Edit, lined, marked, type Text } from "./edits.ts";
import { apply, textOf } from "./field.ts";
import { cellsOf, isTable, tableOf } from "./tables.ts";

const DEEDS: Record<string, (text: Text) => Edit> = {
  bold: (text) => marked(text, "**"),
  italic: (text) => marked(text, "*"),
  heading: (text) => lined(text, "heading"),
  list: (text) => lined(text, "list"),
  numbered: (text) => lined(text, "numbered"),
  quote: (text) => lined(text, "quote"),
};
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

class Desk {
  private readonly buttons: HTMLButtonElement[];

  constructor(
    tools: HTMLElement,
    private readonly field: HTMLTextAreaElement,
  ) {
    this.buttons = [...tools.querySelectorAll("button")];
    tools.hidden = false;
    this.stop(0);
    tools.addEventListener("click", (event) => this.press(event));
    tools.addEventListener("keydown", (event) => this.walk(event));
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("paste", (event) => this.paste(event));
    for (const form of document.querySelectorAll<HTMLFormElement>("dialog form[data-insert]")) this.wire(form);
  }

  // --- buttons and keys ------------------------------------------------------------------------------------------------

  private press(event: Event): void {
    const button = (event.target as Element).closest<HTMLButtonElement>("button");
    if (!button) return;
    this.stop(this.buttons.indexOf(button));
    this.run(button);
  }

  private run(button: HTMLButtonElement): void {
    const deed = DEEDS[button.dataset.do ?? ""];
    if (deed) apply(this.field, deed(textOf(this.field)));
    const dialog = document.getElementById(button.dataset.opens ?? "");
    if (dialog instanceof HTMLDialogElement) dialog.showModal();
  }

  /** One stop of the Tab key for all buttons; arrows go from one to the other. */
  private stop(at: number): void {
    for (const [number, button] of this.buttons.entries()) button.tabIndex = number === at ? 0 : -1;
  }

  private walk(event: KeyboardEvent): void {
    const at = this.buttons.indexOf(event.target as HTMLButtonElement);
    const ends: Record<string, number> = { Home: 0, End: this.buttons.length - 1 };
    const step = STEPS[event.key];
    const to = step === undefined ? ends[event.key] : (at + step + this.buttons.length) % this.buttons.length;
    if (event.key === "Escape") this.field.focus();
    if (to === undefined) return;
    event.preventDefault();
    this.stop(to);
    this.buttons[to]?.focus();
  }

  /** Keys are told by their places: they are the same where Russian is typed. */
  private key(event: KeyboardEvent): void {
    // the key beside the space bar that types signs of its own on some keyboards is told as these two
    if (event.getModifierState("AltGraph")) return;
    const name = [
      event.ctrlKey || event.metaKey ? "Mod+" : "",
      event.altKey ? "Alt+" : "",
      event.shiftKey ? "Shift+" : "",
      event.code,
    ].join("");
    const button = this.buttons.find((one) => one.dataset.keys === name);
    if (button) this.run(button);
    else if (name === "Alt+F10") this.buttons.find((one) => one.tabIndex === 0)?.focus();
    else return;
    event.preventDefault();
  }

  /** Cells of a spreadsheet become a table as they are pasted. */
  private paste(event: ClipboardEvent): void {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!event.clipboardData?.getData("text/html").includes("<table") || !isTable(pasted)) return;
    event.preventDefault();
    apply(this.field, blockPut(textOf(this.field), tableOf(cellsOf(pasted), "")));
  }

  // --- dialogues -------------------------------------------------------------------------------------------------------

  private wire(form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.insert(form);
    });
    form.addEventListener("change", () => drawForm(form));
    drawForm(form);
  }

  private async insert(form: HTMLFormElement): Promise<void> {
    const maker = MAKERS[form.dataset.insert ?? ""];
    const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
    if (!maker || button?.disabled) return;
    if (button) button.disabled = true;
    try {
      const edit = await maker(form, textOf(this.field));
      form.closest("dialog")?.close();
      apply(this.field, edit);
      form.reset();
      drawForm(form);
      say(form, "");
    } catch (wrong) {
      if (!(wrong instanceof Wrong)) throw wrong;
      say(form, wrong.message);
    } finally {
      if (button) button.disabled = false;
    }
  }
}

function say(form: HTMLFormElement, words: string): void {
  const place = form.querySelector<HTMLElement>("[data-wrong]");
  if (!place) return;
  place.hidden = !words;
  place.textContent = words;
  if (words) place.focus();
}

/** Show the fields that belong to what is chosen, and what is known of the chosen picture. */
function drawForm(form: HTMLFormElement): void {
  const chosen = new FormData(form);
  for (const control of form.querySelectorAll<HTMLElement>("[data-for]")) {
    const kinds = control.dataset.for?.split(" ") ?? [];
    const place = control.closest<HTMLElement>(".field");
    if (place) place.hidden = !kinds.includes(String(chosen.get("kind")));
  }
  const picture = form.querySelector<HTMLInputElement>("input[name=key]:checked");
  const alt = form.querySelector<HTMLInputElement>("input[name=picture-alt]");
  if (!alt || !picture || picture.value === alt.dataset.of) return;
  alt.dataset.of = picture.value;
  alt.value = picture.dataset.alt ?? "";
}

for (const tools of document.querySelectorAll<HTMLElement>("[data-inserting]")) {
  const field = document.getElementById(tools.getAttribute("aria-controls") ?? "");
  if (field instanceof HTMLTextAreaElement) new Desk(tools, field);
}
