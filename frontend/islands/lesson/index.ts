// The page of a lesson while its broadcast is awaited or watched: it begins, ends and becomes a recording without being
// loaded anew. What changes are the parts of the page that the server marked (`data-part`); a film that plays stays.

import { type AirState, isSame, isSettled, periodOf, sayLeft } from "./air.ts";

const REFRESH_RETRY_MILLISECONDS = 2000;
const MOST_REFRESHES = 8;
// The clocks of the school and of the viewer differ by a little.
const AFTER_HOUR_MILLISECONDS = 1500;

interface PlayerElement extends HTMLElement {
  hasBegun: boolean;
  hearEnd(): Promise<void>;
}

class LessonPage {
  private state: AirState;
  private timer = 0;
  private readonly startsAt: number;

  constructor(private readonly article: HTMLElement) {
    const { air = "", recorded = "", starts = "" } = article.dataset;
    this.state = { air, isRecorded: recorded === "1" };
    this.startsAt = Date.parse(starts);
    document.addEventListener("room:air", (event) => void this.hear((event as CustomEvent<AirState>).detail));
    document.addEventListener("visibilitychange", () => document.hidden || this.wait(0));
    this.countDown();
    this.wait();
  }

  // --- asking ----------------------------------------------------------------------------------------------------------

  private wait(milliseconds = this.period()): void {
    clearTimeout(this.timer);
    if (!isSettled(this.state)) this.timer = window.setTimeout(() => void this.ask(), milliseconds);
  }

  private period(): number {
    const hasRoom = document.querySelector("#room") !== null;
    return periodOf(this.state, (this.startsAt - Date.now()) / 1000, hasRoom) * (0.8 + 0.4 * Math.random());
  }

  private async ask(): Promise<void> {
    try {
      const answer = await fetch(this.article.dataset.stateUrl ?? "", { headers: { Accept: "application/json" } });
      if (answer.ok) await this.hear((await answer.json()) as AirState);
    } catch {
      // no connection: the next time
    }
    this.wait();
  }

  private async hear(state: AirState): Promise<void> {
    if (isSame(state, this.state)) return;
    const before = this.state.air;
    this.state = state;
    if (state.air !== before) this.say(state.air);
    if (state.air === "ended") for (const player of this.players()) void player.hearEnd();
    await this.refresh();
  }

  private say(air: string): void {
    const { wordLive = "", wordEnded = "" } = this.article.dataset;
    const place = this.article.querySelector("[data-air-said]");
    if (place) place.textContent = { live: wordLive, ended: wordEnded }[air] ?? "";
  }

  // --- taking over what is new -----------------------------------------------------------------------------------------

  /** Take the parts of the page as it is now; a page that was made a moment too early is asked for again. */
  private async refresh(): Promise<void> {
    for (let attempt = 0; attempt < MOST_REFRESHES; attempt += 1) {
      const page = await this.load(attempt);
      const article = page?.querySelector<HTMLElement>("article.lesson");
      if (page && article && this.isCurrent(article)) {
        await this.take(page);
        return;
      }
      await new Promise((done) => window.setTimeout(done, REFRESH_RETRY_MILLISECONDS));
    }
  }

  /** A page whose broadcast is settled says nothing of it any more. */
  private isCurrent(article: HTMLElement): boolean {
    const { air, recorded } = article.dataset;
    return air === undefined ? isSettled(this.state) : isSame({ air, isRecorded: recorded === "1" }, this.state);
  }

  private async load(attempt: number): Promise<Document | null> {
    const address = new URL(location.href);
    // another address than the one that was kept for guests while it said something else
    address.searchParams.set("air", `${this.state.air}${this.state.isRecorded ? "-recorded" : ""}-${attempt}`);
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch {
      return null;
    }
  }

  private async take(page: Document): Promise<void> {
    // scripts of a parsed page do not run: those that are new here are fetched
    const known = new Set([...document.scripts].map((script) => script.src));
    for (const part of this.article.querySelectorAll<HTMLElement>("[data-part]")) {
      const fresh = page.querySelector<HTMLElement>(`[data-part="${part.dataset.part}"]`);
      if (fresh && !this.stays(part, fresh)) part.replaceWith(document.importNode(fresh, true));
    }
    const wanted = [...page.querySelectorAll<HTMLScriptElement>("script[type=module][src]")].map((one) => one.src);
    await Promise.all(wanted.filter((address) => !known.has(address)).map((address) => import(address)));
  }

  /** What a viewer is in the middle of stays: a film that plays, a room (which follows its broadcast by itself). */
  private stays(part: HTMLElement, fresh: HTMLElement): boolean {
    if (part.dataset.part === "room")
      return part.querySelector("#room") !== null && fresh.querySelector("#room") !== null;
    const [old, other] = [part, fresh].map((one) => one.querySelector<PlayerElement>("nastavnik-player"));
    return Boolean(old?.hasBegun && other && old.dataset.token === other.dataset.token);
  }

  private players(): PlayerElement[] {
    return [...this.article.querySelectorAll<PlayerElement>("nastavnik-player")].filter((one) => "hearEnd" in one);
  }

  // --- the hour before -------------------------------------------------------------------------------------------------

  private countDown(): void {
    if (this.state.air !== "planned" || !(this.startsAt > Date.now())) return;
    const timer = window.setInterval(() => {
      const left = (this.startsAt - Date.now()) / 1000;
      const place = this.article.querySelector("[data-countdown]");
      if (place) place.textContent = sayLeft(left) || place.textContent;
      if (left > 0) return;
      clearInterval(timer);
      if (this.state.air === "planned") window.setTimeout(() => void this.refresh(), AFTER_HOUR_MILLISECONDS);
    }, 1000);
  }
}

const article = document.querySelector<HTMLElement>("article.lesson[data-air]");
if (article) new LessonPage(article);
