// The player of a film. At first only the poster and a button: controls and decoder come when somebody wants to watch.

import { NOW } from "./pace.ts";
import { isWorth, keptPlace } from "./place.ts";
import type { Stage } from "./stage.ts";
import { fill, readSpan, type Span, sayTime } from "./time.ts";

// as in styles/components/transcript.css: from here on the words stand beside the film
const WIDE_REM = 60;
const CHOICE = "transcript";

function isWanted(): boolean {
  try {
    return localStorage.getItem(CHOICE) !== "closed";
  } catch {
    return true; // storage is switched off
  }
}

function keepChoice(isOpen: boolean): void {
  try {
    if (isOpen) localStorage.removeItem(CHOICE);
    else localStorage.setItem(CHOICE, "closed");
  } catch {
    // storage is switched off: the next film asks anew
  }
}

/** Whether something that was played, perhaps days ago and without a network, still waits to be reported. */
function hasUnsent(): boolean {
  try {
    return Object.keys(localStorage).some((name) => name.startsWith("unsent:"));
  } catch {
    return false;
  }
}

class NastavnikPlayer extends HTMLElement {
  private stage: Promise<Stage> | null = null;
  private isBegun = false;

  connectedCallback(): void {
    const video = this.querySelector("video");
    if (!video || this.stage) return;
    video.controls = false;
    video.removeAttribute("src");
    video.load();
    this.addStart();
    this.offerPlace(video);
    this.awaitWords();
    this.aimQuestions(video);
    document.addEventListener("click", (event) => this.followMoment(event));
    const fetchStage = () => void this.load();
    for (const hint of ["pointerenter", "focusin"]) this.addEventListener(hint, fetchStage, { once: true });
    video.addEventListener("play", () => this.isBegun || void this.begin(), { once: true });
    // from the moment before, in a list that is played
    if (new URLSearchParams(location.search).has("go")) void this.begin();
    if (hasUnsent()) void this.sendUnsent();
  }

  private async sendUnsent(): Promise<void> {
    const { Unsent, partOfPage, showAnew } = await import("./unsent.ts");
    new Unsent(() => showAnew(partOfPage()?.dataset.url ?? "")).sendAll();
  }

  /** Whether somebody watches, or has watched, in this element. */
  get hasBegun(): boolean {
    return this.isBegun;
  }

  /** A broadcast that ended is told so by whoever knows first. */
  async hearEnd(): Promise<void> {
    (await this.stage)?.hearEnd();
  }

  /** Begin to play at `seconds`, or where the address says; stop at `end`, if the moment has one. */
  async begin(seconds?: number, end: number | null = null): Promise<void> {
    const span = seconds === undefined ? this.momentOfAddress() : { seconds, end };
    this.isBegun = true;
    this.querySelector(".player-start")?.remove();
    this.note("resume").hidden = true;
    this.openWords();
    const stage = await this.load();
    await stage.play(span.seconds || (this.dataset.live ? NOW : 0), this.dataset.live ? null : span.end);
  }

  /** Chapters, and moments anywhere on the page of this film, lead to their places without loading it anew. */
  private followMoment(event: MouseEvent): void {
    // in the text, or in the picture of what was played
    const link = (event.target as Element).closest<HTMLAnchorElement | SVGAElement>(`a[data-seek], a[href^="?t="]`);
    const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey) && this.isConnected;
    const address = new URL(link?.getAttribute("href") ?? "", location.href);
    if (!link || !isPlain || address.pathname !== location.pathname) return;
    const span = readSpan(address.searchParams.get("t") ?? "");
    if (!span) return;
    event.preventDefault();
    if (!this.contains(link)) this.scrollIntoView({ block: "nearest", behavior: "smooth" });
    void this.goTo(Number(link.dataset.seek ?? span.seconds), span.end);
  }

  /** Play from `seconds`, whether it has begun or not; to `end`, if the moment has one. */
  async goTo(seconds: number, end: number | null = null): Promise<void> {
    const video = this.querySelector("video");
    if (!this.isBegun || !video) {
      await this.begin(seconds, end);
      return;
    }
    (await this.stage)?.hold(seconds, end);
    video.currentTime = seconds;
    await video.play().catch(() => undefined);
  }

  /** A question to a mentor takes along the second that is watched, or that the address names. */
  private aimQuestions(video: HTMLVideoElement): void {
    const link = this.dataset.embed === undefined ? document.querySelector<HTMLAnchorElement>("a[data-ask]") : null;
    const aim = () => {
      const seconds = this.isBegun ? video.currentTime : this.momentOfAddress().seconds;
      if (!link || !(this.isBegun || seconds)) return;
      const address = new URL(link.href);
      address.searchParams.set("t", seconds.toFixed(1));
      link.href = address.href;
    };
    for (const name of ["click", "auxclick"]) link?.addEventListener(name, aim);
  }

  private load(): Promise<Stage> {
    this.stage ??= import("./stage.ts").then(({ Stage: Made }) => new Made(this));
    return this.stage;
  }

  // --- the words beside the film: nothing of them is fetched before they are opened ----------------------------------

  private get words(): HTMLDetailsElement | null {
    return document.querySelector("nastavnik-transcript > details");
  }

  private awaitWords(): void {
    this.words?.addEventListener("toggle", () => {
      keepChoice(this.words?.open ?? false);
      void import("../transcript/index.ts");
    });
  }

  /** Where there is room beside the film they open with it, unless the viewer has closed them before. */
  private openWords(): void {
    const width = this.closest(".with-words")?.clientWidth ?? 0;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    if (this.words && width >= WIDE_REM * rem && isWanted()) this.words.open = true;
    const slides = this.querySelector<HTMLDetailsElement>(".slides-strip details");
    if (slides && window.innerWidth >= WIDE_REM * rem) slides.open = true;
  }

  private addStart(): void {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "player-start";
    button.setAttribute("aria-label", `${this.dataset.wordPlay}: ${this.dataset.title}`);
    button.addEventListener("click", () => void this.begin());
    this.querySelector(".player-frame")?.append(button);
    button.append(this.querySelector<HTMLTemplateElement>("template[data-play]")?.content.cloneNode(true) ?? "");
  }

  private offerPlace(video: HTMLVideoElement): void {
    if (this.dataset.live) return;
    const duration = Number(this.dataset.duration);
    const kept = Number(this.dataset.start) || (this.dataset.position ? 0 : keptPlace(this.dataset.token ?? ""));
    if (
      this.momentOfAddress().seconds !== 0 ||
      this.momentOfAddress().end !== null ||
      !isWorth(kept, duration) ||
      !video.paused
    )
      return;
    const note = this.note("resume");
    const words = note.querySelector("p");
    if (words) words.textContent = fill(this.dataset.wordResume ?? "", { time: sayTime(kept) });
    note.hidden = false;
    note.querySelector("[data-do=resume]")?.addEventListener("click", () => void this.begin(kept));
    note.querySelector("[data-do=restart]")?.addEventListener("click", () => void this.begin(0));
  }

  private momentOfAddress(): Span {
    return readSpan(new URLSearchParams(location.search).get("t") ?? "") ?? { seconds: 0, end: null };
  }

  private note(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-note=${name}]`) as HTMLElement;
  }
}

customElements.define("nastavnik-player", NastavnikPlayer);
