// The player at work: controls, choices, the viewer's place, and what it says when something does not go well.

import { type Chapter, Chapters } from "./chapters.ts";
import { addControls } from "./controls.ts";
import { Coverage } from "./coverage.ts";
import { type Addresses, AUTO, Engine, type Quality, SLIDES, SOUND, type Trouble } from "./engine.ts";
import { MomentLinks } from "./links.ts";
import { Live, type Moment } from "./live.ts";
import { MomentEnd } from "./moment.ts";
import { PACES } from "./pace.ts";
import { keepPlace, type Place } from "./place.ts";
import { drawReplayed } from "./replayed.ts";
import { addressOf, Slides } from "./slides.ts";
import { Stops } from "./stops.ts";
import { fill } from "./time.ts";
import { Viewing } from "./viewing.ts";

const KEEP_SECONDS = 15;
const STALL_MILLISECONDS = 4000;
const GROWTH_MILLISECONDS = 20_000;
const RETRY_MILLISECONDS = 5000;
// before that, what a player thinks of its link is a guess
const SURE_SECONDS = 12;
const MOST_RENEWALS = 3;
// of a broadcast: before its first piece is there, and until the school knows that it is over
const LIVE_RETRY_MILLISECONDS = 2000;
// thousands of viewers learn in the same second that a broadcast is over
const SPREAD_MILLISECONDS = 4000;

interface Status extends Addresses {
  show: string;
  isGrowing: boolean;
  isLive: boolean;
  build: string;
  strip: string;
  poster: string;
  duration: number;
  chapters: Chapter[];
  chaptersUrl: string;
}

/** The school names the thin sound by its file alone: it lies beside the master. */
function addressesOf({ master, sound, thin }: Status): Addresses {
  return { master, sound, thin: addressOf(thin, master) };
}

export class Stage {
  readonly video: HTMLVideoElement;
  private readonly engine: Engine;
  private readonly place: Place;
  private readonly chapters: Chapters;
  private readonly slides: Slides;
  private readonly moment: MomentEnd;
  private readonly coverage: Coverage | null;
  private readonly viewing: Viewing;
  private live: Live | null = null;
  private kept = 0;
  private stall = 0;
  private renewals = 0;
  private better: Status | null = null;
  private isEnding = false;
  private isWarned = false;
  private began = 0;

  constructor(private readonly root: HTMLElement) {
    this.video = root.querySelector("video") as HTMLVideoElement;
    this.chapters = new Chapters(root, this.video); // first: the controls look for its track
    const controls = addControls(this.video, root);
    if (!root.dataset.live) void drawReplayed(root, controls);
    this.slides = new Slides(root, this.video);
    this.moment = new MomentEnd(this.video, this.tellEnd);
    const { token = "", position = "", master = "", sound = "", thin = "" } = root.dataset;
    const csrf = root.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    this.place = { token, address: position, csrf };
    const events = { onQualities: this.showQualities, onTrouble: this.tell, onEnd: () => this.hearEnd() };
    this.engine = new Engine(
      this.video,
      { master, sound, thin: addressOf(thin, master) },
      events,
      PACES[root.dataset.live ?? ""],
    );
    this.addStrip(root.dataset.strip ?? "");
    this.listen();
    this.wireRow();
    this.viewing = new Viewing(root, this.video);
    // which seconds somebody has learnt is nothing that is asked of guests
    this.coverage = position ? new Coverage(root, this.video) : null;
    if (!root.dataset.live && root.dataset.embed === undefined) new Stops(this.video);
    if (root.dataset.live) this.live = new Live(root, this.video, this.engine, this.tellMoment);
    if ("growing" in root.dataset) this.watchGrowth();
  }

  /** Open the film and play from `seconds`; to `end`, if it is a moment that has one. */
  async play(seconds: number, end: number | null = null): Promise<void> {
    this.began = seconds;
    this.hold(seconds, end);
    this.engine.open(seconds);
    try {
      await this.video.play();
    } catch {
      // the browser wants one more press: the button of the controls is there
    }
  }

  /** Pause once at `end`, unless the viewer leaves the moment before; null: nowhere. */
  hold(seconds: number, end: number | null): void {
    this.moment.hold(end === null ? null : { seconds, end });
  }

  private readonly tellEnd = (isOver: boolean): void => {
    const next = document.querySelector<HTMLAnchorElement>("a[data-next-moment]");
    if (isOver && next) location.assign(`${next.href}&go`);
    else if (isOver) this.say("moment", this.root.dataset.wordMoment ?? "");
    else this.hide("moment");
  };

  // --- choices -------------------------------------------------------------------------------------------------------

  private wireRow(): void {
    const row = this.find<HTMLElement>(".player-row");
    row.hidden = false;
    const speed = this.find<HTMLSelectElement>("[data-speed]");
    speed.addEventListener("change", () => {
      this.live?.choose(Number(speed.value));
      this.video.playbackRate = Number(speed.value);
    });
    this.video.addEventListener("ratechange", () => {
      // a broadcast catches up by speeds that nobody can choose
      const isOffered = [...speed.options].some((option) => Number(option.value) === this.video.playbackRate);
      if (isOffered) speed.value = String(this.video.playbackRate);
    });
    const quality = this.find<HTMLSelectElement>("[data-quality]");
    quality.addEventListener("change", () => this.choose(quality.value));
    new MomentLinks(this.root, this.video, (text) => this.say("link", text));
    this.find("[data-do=on]").addEventListener("click", () => void this.video.play());
    this.find("[data-do=sound]").addEventListener("click", () => this.choose(SOUND));
    this.find("[data-do=slides]").addEventListener("click", () => this.choose(SLIDES));
    this.find("[data-do=retry]").addEventListener("click", () => void this.renew());
    this.find("[data-do=better]").addEventListener("click", () => this.takeBetter(true));
  }

  private readonly showQualities = (qualities: Quality[]): void => {
    const { wordAuto = "", wordSound = "", wordSlides = "", wordLines = "" } = this.root.dataset;
    const still: Record<string, string> = { [SOUND]: wordSound, [SLIDES]: wordSlides };
    const select = this.find<HTMLSelectElement>("[data-quality]");
    const chosen = select.value || AUTO;
    const named = qualities.map(({ value, lines }) =>
      lines ? new Option(fill(wordLines, { lines: String(lines) }), value) : new Option(still[value], value),
    );
    select.replaceChildren(new Option(wordAuto, AUTO), ...named);
    select.value = qualities.some(({ value }) => value === chosen) ? chosen : AUTO;
    this.find("[data-quality-choice]").hidden = qualities.length < 2;
  };

  private choose(value: string): void {
    this.hide("slow");
    this.find<HTMLSelectElement>("[data-quality]").value = value;
    this.engine.choose(value);
    this.root.classList.toggle("player--listening", value === SOUND);
    this.slides.show(value === SLIDES);
  }

  // --- the viewer's place --------------------------------------------------------------------------------------------

  private listen(): void {
    const { video } = this;
    video.addEventListener("timeupdate", () => {
      if (Math.abs(video.currentTime - this.kept) >= KEEP_SECONDS && !video.paused) this.keep();
      this.watchLink();
    });
    for (const name of ["pause", "ended"]) video.addEventListener(name, () => this.keep());
    addEventListener("pagehide", () => this.keep());
    video.addEventListener("waiting", () => this.suspectStall());
    for (const name of ["playing", "pause", "seeking"]) video.addEventListener(name, () => this.flow());
    addEventListener("online", () => {
      if (!this.find("[data-note=trouble]").hidden) void this.renew();
    });
  }

  private keep(): void {
    if (!(this.video.duration > 0)) return;
    this.kept = this.video.currentTime;
    keepPlace(this.place, this.video.currentTime, this.live ? 0 : this.video.duration);
  }

  // --- what it says --------------------------------------------------------------------------------------------------

  private suspectStall(): void {
    clearTimeout(this.stall);
    this.stall = window.setTimeout(() => {
      if (this.video.paused || this.video.readyState > 2 || !this.find("[data-note=trouble]").hidden) return;
      if (this.live?.isSilent) return;
      this.offerLess((navigator.onLine ? this.root.dataset.wordStalled : this.root.dataset.wordOffline) ?? "");
    }, STALL_MILLISECONDS);
  }

  /** Offer what a thin link carries. */
  private offerLess(words: string): void {
    this.find("[data-do=slides]").hidden = this.slides.isShown || !this.root.dataset.thin;
    this.find("[data-do=sound]").hidden = this.engine.isSound || !this.root.dataset.sound;
    this.say("slow", words);
  }

  /** Once, before the film stops: the link is known to be thinner than the smallest picture. */
  private watchLink(): void {
    if (this.isWarned || !this.root.dataset.thin || this.video.currentTime - this.began < SURE_SECONDS) return;
    if (!this.engine.isThin || this.live) return;
    this.isWarned = true;
    this.offerLess(this.root.dataset.wordThin ?? "");
  }

  private flow(): void {
    clearTimeout(this.stall);
    this.hide("slow");
    if (!this.video.paused) {
      this.hide("trouble");
      this.renewals = 0;
    }
  }

  private readonly tell = (trouble: Trouble): void => {
    clearTimeout(this.stall);
    this.hide("slow");
    const { wordOffline = "", wordFailed = "", wordUnplayable = "", wordStarting = "" } = this.root.dataset;
    if (this.live && trouble === "address") {
      this.say("gap", wordStarting);
      window.setTimeout(() => void this.renew(), LIVE_RETRY_MILLISECONDS);
    } else if (trouble === "unplayable") {
      this.find("[data-do=retry]").hidden = true;
      this.say("trouble", wordUnplayable);
    } else if (trouble === "address" && this.renewals < MOST_RENEWALS) {
      void this.renew();
    } else {
      this.say("trouble", navigator.onLine ? wordFailed : wordOffline);
      if (trouble === "network") window.setTimeout(() => void this.retryQuietly(), RETRY_MILLISECONDS);
    }
  };

  private async retryQuietly(): Promise<void> {
    if (!this.find("[data-note=trouble]").hidden) await this.renew();
  }

  private say(name: string, text: string): void {
    const note = this.find<HTMLElement>(`[data-note=${name}]`);
    const words = note.querySelector("p");
    if (words) words.textContent = text;
    note.hidden = false;
  }

  private hide(name: string): void {
    this.find<HTMLElement>(`[data-note=${name}]`).hidden = true;
  }

  // --- fresh addresses, better qualities -------------------------------------------------------------------------------

  /** Ask for addresses that are good now and go on from the same place. */
  private async renew(): Promise<void> {
    this.renewals += 1;
    const status = await this.ask();
    if (status === "closed") this.say("trouble", this.root.dataset.wordClosed ?? "");
    else if (status) this.take(status);
    else this.tell("network");
  }

  private async ask(): Promise<Status | "closed" | null> {
    try {
      const answer = await fetch(this.root.dataset.status ?? "", { headers: { Accept: "application/json" } });
      if (!answer.ok) return answer.status < 500 ? "closed" : null;
      const status = (await answer.json()) as Status;
      return status.show === "film" ? status : "closed";
    } catch {
      return null;
    }
  }

  private take(status: Status): void {
    this.better = null;
    this.hide("better");
    if (this.live && !status.isLive) this.becomeFilm(status);
    else this.know(status);
    this.engine.move(addressesOf(status));
  }

  private know(status: Status): void {
    const { master, sound, thin, build } = status;
    Object.assign(this.root.dataset, { master, sound, thin, build });
    this.slides.move();
    this.addStrip(status.strip);
    this.chapters.take(status.chapters, status.chaptersUrl);
  }

  private watchGrowth(): void {
    const timer = window.setInterval(async () => {
      const status = await this.ask();
      if (!status || status === "closed") return;
      if (!status.isGrowing) clearInterval(timer);
      if (status.build !== this.root.dataset.build) this.offer(status);
    }, GROWTH_MILLISECONDS);
    this.video.addEventListener("pause", () => this.takeBetter());
  }

  /** Take better files at once while nobody watches, else offer them. */
  private offer(status: Status): void {
    this.better = status;
    this.say("better", this.root.dataset.wordBetter ?? "");
    if (this.video.paused) this.takeBetter();
  }

  /** A film that was played to its end stays there: opened anew it would stand at its beginning. */
  private takeBetter(isAsked = false): void {
    if (this.better && (isAsked || !this.video.ended)) this.take(this.better);
  }

  // --- a broadcast -----------------------------------------------------------------------------------------------------

  private readonly tellMoment = (moment: Moment): void => {
    if (!this.video.paused && moment === "silent") this.say("gap", this.root.dataset.wordGap ?? "");
    else if (this.video.readyState > 2) this.hide("gap");
  };

  /** The broadcast is over: what plays goes on, and the school is asked for its recording, not by all at once. */
  hearEnd(): void {
    if (!this.live || this.isEnding) return;
    this.isEnding = true;
    window.setTimeout(() => void this.askForRecording(), Math.random() * SPREAD_MILLISECONDS);
  }

  private async askForRecording(): Promise<void> {
    const status = await this.ask();
    if (status && status !== "closed" && !status.isLive) {
      this.engine.rest(addressesOf(status));
      this.becomeFilm(status);
    } else if (status !== "closed") {
      window.setTimeout(() => void this.askForRecording(), LIVE_RETRY_MILLISECONDS);
    }
  }

  private becomeFilm(status: Status): void {
    this.live?.end();
    this.live = null;
    delete this.root.dataset.live;
    this.root.dataset.duration = String(status.duration);
    this.hide("gap");
    this.know(status);
    void this.coverage?.renew();
    this.viewing.beginAnew();
    this.say("over", this.root.dataset.wordOver ?? "");
    this.find("[data-do=again]").addEventListener("click", () => void this.again(), { once: true });
    this.video.addEventListener("seeking", () => this.hide("over"), { once: true });
    if (status.isGrowing) this.watchGrowth();
  }

  private async again(): Promise<void> {
    this.video.currentTime = 0;
    await this.video.play().catch(() => undefined);
  }

  private addStrip(address: string): void {
    this.video.querySelector("track[label=thumbnails]")?.remove();
    if (!address) return;
    const track = document.createElement("track");
    Object.assign(track, { kind: "metadata", label: "thumbnails", src: address, default: true });
    this.video.append(track);
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }
}
