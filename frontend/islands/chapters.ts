// The form of a film's chapters: a chapter is added where the film stands, begins there, or is played. Without this the
// form has an empty row, and times are typed.

import { readMoment, sayTime } from "./player/time.ts";

interface PlayerElement extends HTMLElement {
  goTo(seconds: number): Promise<void>;
}

class ChaptersForm {
  private readonly rows: HTMLElement;
  private isChanged = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly player: PlayerElement | null,
  ) {
    this.rows = form.querySelector("[data-rows]") as HTMLElement;
    const spare = this.rows.querySelector<HTMLElement>("[data-row]:last-child");
    if (spare && this.player && !this.timeOf(spare).value && !spare.querySelector(".errorlist")) spare.hidden = true;
    for (const button of form.querySelectorAll<HTMLElement>("[data-do]")) button.hidden = !this.player;
    form.addEventListener("click", (event) => this.press(event));
    form.addEventListener("input", () => this.change());
    form.addEventListener("submit", () => this.change(false));
    addEventListener("beforeunload", (event) => this.isChanged && event.preventDefault());
    this.video?.addEventListener("timeupdate", () => this.showPlace());
    this.showPlace();
  }

  private get video(): HTMLVideoElement | null {
    return this.player?.querySelector("video") ?? null;
  }

  private get seconds(): number {
    return this.video?.currentTime ?? 0;
  }

  private change(isChanged = true): void {
    this.isChanged = isChanged;
  }

  private showPlace(): void {
    const place = this.form.querySelector("[data-here]");
    if (place) place.textContent = sayTime(this.seconds);
  }

  private press(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    const row = button?.closest<HTMLElement>("[data-row]");
    if (button?.dataset.do === "add") this.add();
    if (!row) return;
    if (button?.dataset.do === "now") this.begin(row, this.seconds);
    if (button?.dataset.do === "play") void this.player?.goTo(readMoment(this.timeOf(row).value) ?? 0);
  }

  private add(): void {
    const pattern = this.form.querySelector<HTMLTemplateElement>("template[data-pattern]");
    const count = this.form.querySelector<HTMLInputElement>("[name=chapters-TOTAL_FORMS]");
    if (!pattern || !count) return;
    const holder = document.createElement("ol");
    holder.innerHTML = pattern.innerHTML.replaceAll("__prefix__", count.value); // our own markup, as the server wrote it
    const row = holder.firstElementChild as HTMLElement;
    count.value = String(Number(count.value) + 1);
    for (const button of row.querySelectorAll<HTMLElement>("[data-do]")) button.hidden = false;
    this.begin(row, this.seconds);
    row.querySelector<HTMLInputElement>("input[name$=-title]")?.focus();
  }

  /** Let a chapter begin at `seconds`, and stand among the others where it belongs. */
  private begin(row: HTMLElement, seconds: number): void {
    this.timeOf(row).value = `${sayTime(seconds)}${(seconds % 1).toFixed(1).slice(1).replace(/^\.0$/, "")}`;
    const others = [...this.rows.querySelectorAll<HTMLElement>("[data-row]")].filter((other) => other !== row);
    const next = others.find((other) => (readMoment(this.timeOf(other).value) ?? Number.POSITIVE_INFINITY) > seconds);
    this.rows.insertBefore(row, next ?? null);
    this.change();
  }

  private timeOf(row: HTMLElement): HTMLInputElement {
    return row.querySelector("input[name$=-seconds]:not([type=hidden])") as HTMLInputElement;
  }
}

const form = document.querySelector<HTMLFormElement>("form.chapters-form");
if (form) new ChaptersForm(form, document.querySelector<PlayerElement>("nastavnik-player"));
