// A broadcast on air: the mark that it is, the way back to the present, and what is said when nothing comes.

import type { Engine } from "./engine.ts";
import { fill, sayTime } from "./time.ts";

const LOOK_MILLISECONDS = 1000;
// nearer to the present than this, a viewer watches what happens now
export const PRESENT_SECONDS = 8;
// from here on it is not the viewer's connection that is slow, but nothing is sent
export const SILENT_SECONDS = 6;

// Whoever comes while the machine is still opening the film begins too far back: after so long she is brought to the present,
// once, if it is more than a little; later she would miss words.
const SETTLE_MILLISECONDS = 3000;
const SETTLE_SECONDS = 1.5;

export type Moment = "now" | "behind" | "silent";

/** Tell how a viewer stands to the broadcast. */
export function momentOf(behind: number, silence: number, isWaiting: boolean): Moment {
  if (isWaiting && silence > SILENT_SECONDS) return "silent";
  return behind < PRESENT_SECONDS ? "now" : "behind";
}

export class Live {
  private readonly button = document.createElement("button");
  private readonly words = document.createElement("span");
  private readonly distance = document.createElement("span");
  private readonly timer: number;
  private speed = 1;
  private playedAt = 0;
  private isSettled = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly engine: Engine,
    private readonly onMoment: (moment: Moment) => void,
  ) {
    this.button.type = "button";
    this.button.className = "player-now";
    this.distance.className = "player-wide figures";
    this.button.append(this.words, this.distance);
    this.button.addEventListener("click", () => this.toNow());
    this.display?.before(this.button);
    this.display?.removeAttribute("showduration"); // it has no end yet
    this.timer = window.setInterval(() => this.look(), LOOK_MILLISECONDS);
    for (const name of ["seeked", "pause", "playing"]) video.addEventListener(name, this.look);
    this.look();
  }

  private get display(): Element | null {
    return this.root.querySelector("media-time-display");
  }

  /** Tell whether the viewer waits because nothing is sent. */
  get isSilent(): boolean {
    return this.engine.silence > SILENT_SECONDS;
  }

  /** A speed that the viewer chose holds until she goes back to the present. */
  choose(speed: number): void {
    this.speed = speed;
    this.look(); // first: it takes back the speed that caught up
  }

  /** Put everything away: it is a film now. */
  end(): void {
    clearInterval(this.timer);
    for (const name of ["seeked", "pause", "playing"]) this.video.removeEventListener(name, this.look);
    this.button.remove();
    this.display?.setAttribute("showduration", "");
    this.root.classList.remove("player--live");
  }

  private toNow(): void {
    this.speed = 1;
    this.video.playbackRate = 1;
    this.engine.toNow();
    void this.video.play().catch(() => undefined);
    this.look();
  }

  private settle(): void {
    if (this.isSettled || this.video.paused || this.video.readyState < 3) return;
    this.playedAt ||= performance.now();
    if (performance.now() - this.playedAt < SETTLE_MILLISECONDS) return;
    this.isSettled = true;
    const { behind } = this.engine;
    if (behind > SETTLE_SECONDS && behind < PRESENT_SECONDS) this.engine.toNow();
  }

  private readonly look = (): void => {
    this.settle();
    const { behind, silence } = this.engine;
    const moment = momentOf(behind, silence, this.video.readyState < 3);
    const isNow = moment !== "behind";
    this.engine.chase(isNow && this.speed === 1 && !this.video.paused);
    this.button.classList.toggle("player-now--behind", !isNow);
    // not `disabled`: whoever has just pressed it must not lose her place on the keyboard
    this.button.setAttribute("aria-disabled", String(isNow && !this.video.paused));
    const { wordLive = "", wordToLive = "", wordBehind = "" } = this.root.dataset;
    this.words.textContent = isNow ? wordLive : wordToLive;
    this.distance.textContent = isNow ? "" : fill(wordBehind, { time: sayTime(behind) });
    this.onMoment(moment);
  };
}
