// A form that saves itself: one request after the other, again until the school answers, and once more while the page is being left.

import type { Pair } from "../quiz/form.ts";
import { Waiting } from "../quiz/waiting.ts";
import { clock, storage } from "./device.ts";
import { type Said, theirsBlock } from "./theirs.ts";
import { fillIn, isChanged, isSame, keptOf, pairsOf } from "./typed.ts";

const PAUSE_MS = 1500;
const RETRY_MS = 5000;
const REFUSED = 409;
const BROKEN = 500;
// browsers send no more than 64 KiB of a page that is being left, all of its requests together
const MOST_LEAVING_BYTES = 50_000;
const WHOLE = "form";

/** What the school answers: the version that was saved, or the text of another who was first. */
type Told = { version?: number; theirs?: Said };

export class DraftForm {
  private readonly mark: HTMLOutputElement | null;
  private readonly waiting: Waiting | null;
  private timer = 0;
  private saving: Promise<void> | null = null;
  /** something was typed that the school does not have */
  private isDirty = false;
  private isHolding = false;
  private isLetGo = false;
  /** the version of the other who was first */
  private theirVersion: number | undefined;

  constructor(private readonly form: HTMLFormElement) {
    this.mark = form.querySelector<HTMLOutputElement>("output[data-saved]");
    const name = form.dataset.keep;
    this.waiting = name ? new Waiting(`draft:${name}`, storage()) : null;
    form.addEventListener("input", () => this.notice());
    form.addEventListener("click", (event) => this.choose(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.isDirty && this.run());
    addEventListener("online", () => this.isDirty && this.run());
    document.addEventListener("submit", (event) => this.hold(event));
    this.takeBack();
  }

  /** Put back what did not reach the school, or save what was typed before this script was there. */
  private takeBack(): void {
    const kept = this.waiting?.all().find(([key]) => key === WHOLE)?.[1];
    if (kept && !isSame(kept, keptOf(pairsOf(this.form)))) {
      fillIn(this.form, kept);
      this.say(this.mark?.dataset.back);
      this.notice();
      return;
    }
    if (kept) this.waiting?.done(WHOLE, kept);
    // a browser that brings back what stood in the form last time has typed nothing
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if ((visit?.type === "navigate" || this.form.autocomplete === "off") && isChanged(this.form)) this.notice();
  }

  private notice(): void {
    this.isDirty = true;
    this.waiting?.put(WHOLE, keptOf(pairsOf(this.form)));
    this.schedule(PAUSE_MS);
  }

  private schedule(milliseconds: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.run(), milliseconds);
  }

  /** One after the other: the second has the version that the first was given. */
  private run(): Promise<void> {
    window.clearTimeout(this.timer);
    this.saving = (this.saving ?? Promise.resolve()).then(() => this.save());
    const last = this.saving;
    void last.finally(() => {
      if (this.saving === last) this.saving = null;
    });
    return last;
  }

  private async save(): Promise<void> {
    // what waited for its turn was sent with what went before it
    if (!this.isDirty) return;
    this.isDirty = false;
    const sent = pairsOf(this.form);
    const response = await this.send(sent);
    if (!response || response.status >= BROKEN) {
      this.isDirty = true;
      this.say(this.mark?.dataset.unsaved);
      this.schedule(RETRY_MS);
    } else if (response.ok && !response.redirected) await this.settle(sent, response);
    else await this.refuse(sent, response);
  }

  private send(sent: Pair[]): Promise<Response | null> {
    const body = new FormData();
    for (const [name, value] of sent) body.append(name, value);
    // also while the page is being left
    const keepalive = document.hidden && new Blob(sent.flat()).size < MOST_LEAVING_BYTES;
    const request = { method: "POST", body, headers: { Accept: "application/json" }, keepalive };
    return fetch(this.form.dataset.draft ?? "", request).catch(() => null);
  }

  private async settle(sent: Pair[], response: Response): Promise<void> {
    this.takeVersion((await toldBy(response)).version);
    this.forget(sent);
    this.form.querySelector("[data-theirs]")?.remove();
    // what shows the text elsewhere on the page is old now
    this.form.dispatchEvent(new CustomEvent("draft-saved", { bubbles: true }));
    this.say(this.mark?.dataset.saved?.replace("{time}", clock()));
  }

  /** Nothing is tried again by itself: somebody has to do something first. */
  private async refuse(sent: Pair[], response: Response): Promise<void> {
    const { theirs, version } = response.status === REFUSED ? await toldBy(response.clone()) : {};
    if (theirs) {
      this.theirVersion = version;
      this.forget(sent);
      this.show(theirs);
      return;
    }
    this.isDirty = true;
    const words = this.mark?.dataset;
    if (response.status === REFUSED) this.say(await response.text());
    else this.say((response.redirected ? words?.out : words?.refused) ?? words?.unsaved);
  }

  private takeVersion(version: number | undefined): void {
    const field = this.form.querySelector<HTMLInputElement>('input[name="version"]');
    if (field && version !== undefined) field.value = String(version);
  }

  /** Forget what the school has; what was typed while it was on its way goes on from that. */
  private forget(sent: Pair[]): void {
    const kept = this.waiting?.all()[0]?.[1];
    if (!kept) return;
    if (isSame(kept, keptOf(sent))) this.waiting?.done(WHOLE, kept);
    else this.waiting?.put(WHOLE, keptOf(pairsOf(this.form)));
  }

  // --- two at one text -------------------------------------------------------------------------------------------------

  private show(theirs: Said): void {
    this.say(theirs.words);
    if (this.form.querySelector("[data-theirs] .theirs-text")?.textContent === theirs.text) return;
    this.form.querySelector("[data-theirs]")?.remove();
    this.form.querySelector("[data-theirs-place]")?.append(theirsBlock(theirs));
  }

  private choose(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-mine], [data-leave]");
    if (!button) return;
    if (button.matches("[data-leave]")) {
      // it is kept aside by the school
      for (const [key, pairs] of this.waiting?.all() ?? []) this.waiting?.done(key, pairs);
      this.isDirty = false;
      location.reload();
      return;
    }
    this.takeVersion(this.theirVersion);
    this.isDirty = true;
    void this.run();
  }

  // --- leaving ---------------------------------------------------------------------------------------------------------

  /** What is on its way changes the version: this form waits for it; another form waits for what was typed here. */
  private hold(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const isOwn = form === this.form;
    if (this.isLetGo || event.defaultPrevented || form.method !== "post") return;
    window.clearTimeout(this.timer);
    if (isOwn) this.isDirty = false;
    if (!this.saving && !this.isDirty && !this.isHolding) return;
    event.preventDefault();
    // pressed twice it is sent once
    if (this.isHolding) return;
    this.isHolding = true;
    const button = event.submitter;
    void this.run().then(() => {
      this.isHolding = false;
      if (isOwn) this.isDirty = false;
      this.isLetGo = true;
      form.requestSubmit(button instanceof HTMLElement ? button : null);
      this.isLetGo = false;
    });
  }

  private say(words: string | undefined): void {
    if (this.mark) this.mark.value = words ?? "";
  }
}

async function toldBy(response: Response): Promise<Told> {
  return response.headers.get("Content-Type")?.startsWith("application/json") ? ((await response.json()) as Told) : {};
}
