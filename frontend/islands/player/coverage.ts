// Reports which seconds were really played, at any speed and in any quality, and keeps the bar under the film up to date.

import { counted, merged, type Piece, pathOf, percentOf, Run, readPieces, secondsOf } from "./pieces.ts";
import { sayTime } from "./time.ts";
import { nameOf, partOfPage, showAnew, Unsent } from "./unsent.ts";

const REPORT_MILLISECONDS = 12_000;

export class Coverage {
  private readonly run = new Run((piece) => this.take(piece));
  private readonly unsent = new Unsent((name) => this.hear(name));
  private readonly url: string;
  private pass = "";
  private pieces: Piece[] = [];
  // played before a pass has come
  private early: Piece[] = [];
  private reportedAt = 0;
  private isStale = false;

  constructor(
    root: HTMLElement,
    private readonly video: HTMLVideoElement,
  ) {
    this.url = `${root.dataset.watch ?? ""}watched/`;
    if (this.part) this.know(this.part);
    else void this.renew();
    this.listen();
    this.unsent.sendAll();
  }

  /** The part of the page that says how far the viewer is with this film, if it has one. */
  private get part(): HTMLElement | null {
    const part = partOfPage();
    return part?.dataset.url?.endsWith(this.url) ? part : null;
  }

  /** Ask the school anew: the film is another, or the viewer has stopped to look at how far she is. */
  async renew(): Promise<void> {
    const fresh = await showAnew(this.url);
    if (fresh) this.know(fresh);
  }

  private know(part: HTMLElement): void {
    this.pass = part.dataset.pass ?? "";
    const waiting = this.unsent.waiting(nameOf(this.pass));
    this.pieces = merged([...this.pieces, ...readPieces(part.dataset.pieces ?? ""), ...waiting]);
    for (const piece of this.early.splice(0)) this.take(piece);
    this.show();
  }

  // --- playing -------------------------------------------------------------------------------------------------------

  private listen(): void {
    const { video, run } = this;
    const follow = () => {
      if (video.paused || video.seeking || video.readyState < 3) return;
      run.hear(video.currentTime, performance.now(), video.playbackRate);
      if (performance.now() - this.reportedAt >= REPORT_MILLISECONDS) this.report();
    };
    for (const name of ["timeupdate", "playing", "ratechange"]) video.addEventListener(name, follow);
    // the first of these comes when a part of a second has been played already
    for (const name of ["play", "playing", "seeked"]) {
      video.addEventListener(name, () => {
        if (!video.paused && !video.seeking) run.start(video.currentTime, performance.now());
      });
    }
    video.addEventListener("seeking", () => run.end());
    for (const name of ["pause", "ended"]) {
      video.addEventListener(name, () => {
        if (!video.seeking) run.hear(video.currentTime, performance.now(), video.playbackRate);
        run.end();
        this.isStale = true;
        this.report();
      });
    }
    document.addEventListener("visibilitychange", () => document.hidden && this.report());
    addEventListener("pagehide", () => {
      run.cut();
      if (this.pass) this.unsent.sendParting(nameOf(this.pass));
    });
  }

  private take([begin, end]: Piece): void {
    const piece: Piece = [Math.round(begin * 100) / 100, Math.round(end * 100) / 100];
    if (piece[1] <= piece[0]) return;
    if (this.pass) this.unsent.add(this.pass, this.url, piece);
    else this.early.push(piece);
    this.pieces = merged([...this.pieces, piece]);
    this.show();
  }

  private report(): void {
    this.reportedAt = performance.now();
    this.run.cut();
    if (this.pass) void this.unsent.send(nameOf(this.pass));
  }

  /** The school has taken something; once the viewer pauses she may read why it is so much. */
  private hear(name: string): void {
    if (!this.isStale || !this.pass || name !== nameOf(this.pass) || !this.video.paused) return;
    this.isStale = false;
    void this.renew();
  }

  // --- the bar -------------------------------------------------------------------------------------------------------

  private show(): void {
    const { part } = this;
    const length = Number(part?.dataset.length ?? 0);
    if (!part || length === 0) return;
    const pieces = counted(this.pieces, length);
    const seconds = secondsOf(pieces);
    part.querySelector("[data-path]")?.setAttribute("d", pathOf(pieces));
    for (const number of part.querySelectorAll("[data-percent]"))
      number.textContent = String(percentOf(seconds, length));
    const missing = Math.max(Number(part.dataset.counts) - seconds, 0);
    const words = part.querySelector("[data-missing]");
    if (words) words.textContent = sayTime(missing);
    for (const [mark, isShown] of [
      ["short", missing > 0],
      ["enough", missing === 0],
    ] as const) {
      part.querySelector(`[data-${mark}]`)?.toggleAttribute("hidden", !isShown);
    }
  }
}
