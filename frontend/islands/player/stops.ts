// Questions that a film asks: at their second it pauses, the question is shown, and after the answer it goes on.
//
// The self-check has the same questions, so whoever has no script, or skips, loses nothing.

import { readSpan } from "./time.ts";

const AHEAD_SECONDS = 10;
// `timeupdate` comes four times a second, and films are watched at double speed; whoever jumps further has not come by
const STEP_SECONDS = 2;

interface PlayerElement extends HTMLElement {
  goTo(seconds: number, end: number | null): Promise<void>;
}

/** Return the stop that is passed between two places of a film, which lie so near that it was played; null: none. */
export function passed(stops: readonly number[], before: number, now: number): number | null {
  const step = now - before;
  if (step <= 0 || step > STEP_SECONDS) return null;
  return stops.find((stop) => before < stop && stop <= now) ?? null;
}

/** Return the stop that comes next, if it is near enough to be fetched. */
export function coming(stops: readonly number[], now: number): number | null {
  return stops.find((stop) => stop > now && stop - now <= AHEAD_SECONDS) ?? null;
}

export class Stops {
  private readonly place: HTMLElement | null;
  private readonly stops: number[];
  private readonly asked = new Set<number>();
  private readonly fetched = new Map<number, Promise<string | null>>();
  private before = 0;

  constructor(private readonly video: HTMLVideoElement) {
    this.place = document.querySelector<HTMLElement>("[data-stops]");
    this.stops = (this.place?.dataset.stops ?? "").split(" ").filter(Boolean).map(Number);
    if (this.stops.length) video.addEventListener("timeupdate", () => this.watch());
  }

  private watch(): void {
    const now = this.video.currentTime;
    const left = this.stops.filter((stop) => !this.asked.has(stop));
    const next = coming(left, now);
    if (next !== null) void this.fetch(next);
    const stop = passed(left, this.before, now);
    this.before = now;
    if (stop !== null && !this.video.paused) void this.ask(stop);
  }

  /** Return the questions of a second as a page has them; null when there are none for this person. */
  private fetch(stop: number): Promise<string | null> {
    const known = this.fetched.get(stop);
    if (known) return known;
    const address = (this.place?.dataset.stopsUrl ?? "").replace(/0\/$/, `${stop}/`);
    const answer: Promise<string | null> = fetch(address, {
      headers: { Accept: "text/html", "HX-Request": "true" },
    }).then((response) => {
      if (response.status === 404) return null; // it was taken off meanwhile
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      return response.text();
    });
    this.fetched.set(stop, answer);
    answer.catch(() => this.fetched.delete(stop));
    return answer;
  }

  private async ask(stop: number): Promise<void> {
    this.asked.add(stop);
    try {
      const html = await this.fetch(stop);
      if (html?.trim()) this.show(html);
    } catch {
      this.say(this.place?.dataset.wordTrouble ?? "");
    }
  }

  private say(text: string): void {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "warning" } }));
  }

  // --- the question --------------------------------------------------------------------------------------------------

  private show(html: string): void {
    this.video.pause();
    if (document.fullscreenElement) void document.exitFullscreen();
    const dialog = document.createElement("dialog");
    dialog.className = "dialog film-dialog";
    dialog.setAttribute("aria-label", this.place?.dataset.wordTitle ?? "");
    const page = new DOMParser().parseFromString(html, "text/html");
    const forms = [...page.querySelectorAll<HTMLFormElement>("form[data-stop]")].map((one) => document.adoptNode(one));
    document.body.append(dialog);
    dialog.addEventListener("close", () => this.goOn(dialog));
    dialog.addEventListener("click", (event) => this.press(dialog, forms, event));
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.answer(dialog, event.target as HTMLFormElement);
    });
    this.next(dialog, forms);
    dialog.showModal();
  }

  private next(dialog: HTMLDialogElement, forms: HTMLFormElement[]): void {
    const form = forms.shift();
    if (!form) {
      dialog.close();
      return;
    }
    dialog.replaceChildren(form);
    form.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
  }

  private press(dialog: HTMLDialogElement, forms: HTMLFormElement[], event: MouseEvent): void {
    const target = event.target as Element;
    if (target.closest("[data-skip], [data-on]")) this.next(dialog, forms);
    const link = target.closest<HTMLAnchorElement>("a[href]");
    const span =
      link?.pathname === location.pathname ? readSpan(new URLSearchParams(link.search).get("t") ?? "") : null;
    if (!span) return;
    event.preventDefault();
    dialog.close();
    void this.video.closest<PlayerElement>("nastavnik-player")?.goTo(span.seconds, span.end);
  }

  private async answer(dialog: HTMLDialogElement, form: HTMLFormElement): Promise<void> {
    const headers = { Accept: "text/plain", "HX-Request": "true" };
    const request = { method: "POST", body: new FormData(form), headers };
    const response = await fetch(form.action, request).catch(() => null);
    const text = response && !response.redirected ? await response.text() : "";
    const isSentence = response?.headers.get("Content-Type")?.startsWith("text/plain");
    if (response?.ok && text && !isSentence) this.tell(dialog, text);
    else this.complain(form, isSentence ? text : "");
  }

  private tell(dialog: HTMLDialogElement, html: string): void {
    const told = new DOMParser().parseFromString(html, "text/html").querySelector("[data-told]");
    if (told) dialog.replaceChildren(document.adoptNode(told));
    dialog.querySelector<HTMLElement>("[data-on]")?.focus();
  }

  private complain(form: HTMLFormElement, sentence: string): void {
    const fault = form.querySelector("[data-fault]");
    if (fault) fault.textContent = sentence || (this.place?.dataset.wordTrouble ?? "");
  }

  private goOn(dialog: HTMLDialogElement): void {
    dialog.remove();
    this.before = this.video.currentTime;
    void this.video.play().catch(() => undefined);
  }
}
