// While a section is open: says beside a field that somebody else has changed it, before the two meet. Nothing on the page is changed by it.

import { changes, type Marks, type Told } from "./changes.ts";

const EVERY_MS = 15_000;

class Together {
  private isAsking = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly address: string,
  ) {
    window.setInterval(() => void this.look(), EVERY_MS);
    // whoever comes back to the page is told at once
    document.addEventListener("visibilitychange", () => void this.look());
  }

  private fields(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-field]:has(> [data-mark])")];
  }

  private marks(): Marks {
    return Object.fromEntries(
      this.fields().map((field) => [
        field.dataset.field ?? "",
        field.querySelector<HTMLInputElement>("[data-mark]")?.value ?? "",
      ]),
    );
  }

  private async look(): Promise<void> {
    if (document.hidden || this.isAsking) return;
    this.isAsking = true;
    const before = this.marks();
    const answer = await fetch(this.address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) this.show(changes(before, this.marks(), (await answer.json()) as Told));
    this.isAsking = false;
  }

  private show(said: Record<string, string>): void {
    for (const field of this.fields()) {
      const words = said[field.dataset.field ?? ""] ?? "";
      const note = field.querySelector<HTMLElement>("[data-meanwhile]");
      if (note?.dataset.meanwhile === words) continue;
      note?.remove();
      if (words && !this.isShown(field)) this.tell(field, words);
    }
  }

  /** Both texts stand on the page already. */
  private isShown(field: HTMLElement): boolean {
    return Boolean(field.querySelector("[data-theirs]") ?? field.parentElement?.querySelector(".grant-aside"));
  }

  private tell(field: HTMLElement, words: string): void {
    const note = document.createElement("p");
    note.className = "help grant-meanwhile";
    note.dataset.meanwhile = words;
    note.setAttribute("role", "status");
    const link = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button button--quiet",
      textContent: this.form.dataset.wordLook ?? "",
    });
    link.addEventListener("click", () => {
      location.hash = `#${field.id}`;
      location.reload();
    });
    note.append(words, " ", link);
    field.querySelector(":scope > :is(label, .label)")?.after(note);
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-now]"))
  new Together(form, form.dataset.now ?? "");
