// Tells the school what is played, for its numbers of views: also of guests, and in frames of other sites. No cookie, nothing is kept
// in the browser. The school gives a pass when it first plays; with it the player reports what was played since it last did.

import { type Piece, Run } from "./pieces.ts";

const ADDRESS = "/viewed/";
const REPORT_MILLISECONDS = 20_000;
const RETRY_SECONDS = 20;
// the school takes no more than 400
const MOST_PIECES = 300;

interface Report {
  n: number;
  pieces: Piece[];
}

export class Viewing {
  private readonly run = new Run(([begin, end]) => this.take(begin, end));
  private pass = "";
  private isAsked = false;
  private number = 0;
  private pieces: Piece[] = [];
  // on its way, or lost there: it is sent again under its number, so that it counts once
  private flying: Report | null = null;
  private isFlying = false;
  private reportedAt = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly video: HTMLVideoElement,
  ) {
    const follow = () => {
      if (video.paused || video.seeking || video.readyState < 3) return;
      this.run.hear(video.currentTime, performance.now(), video.playbackRate);
      if (performance.now() - this.reportedAt >= REPORT_MILLISECONDS) void this.report();
    };
    for (const name of ["timeupdate", "playing", "ratechange"]) video.addEventListener(name, follow);
    for (const name of ["play", "playing", "seeked"]) {
      video.addEventListener(name, () => {
        if (video.paused || video.seeking) return;
        this.run.start(video.currentTime, performance.now());
        void this.open();
      });
    }
    video.addEventListener("seeking", () => this.run.end());
    for (const name of ["pause", "ended"]) {
      video.addEventListener(name, () => {
        if (!video.seeking) this.run.hear(video.currentTime, performance.now(), video.playbackRate);
        this.run.end();
        void this.report();
      });
    }
    addEventListener("pagehide", () => this.part());
  }

  /** A broadcast has become a film: whoever plays that is another viewing. */
  beginAnew(): void {
    this.run.cut();
    this.part();
    this.pass = "";
    this.isAsked = false;
    this.number = 0;
    this.flying = null;
    this.pieces = [];
    if (!this.video.paused) void this.open();
  }

  private async open(): Promise<void> {
    if (this.isAsked) return;
    this.isAsked = true;
    this.reportedAt = performance.now();
    const body = new URLSearchParams(this.root.dataset.embed === undefined ? {} : { embedded: "1" });
    try {
      const answer = await fetch(`${this.root.dataset.watch ?? ""}viewing/`, { method: "POST", body });
      if (answer.ok) this.pass = ((await answer.json()) as { pass: string }).pass;
    } catch {
      this.isAsked = false; // no network: asked again when it plays on
    }
  }

  private take(begin: number, end: number): void {
    const piece: Piece = [Math.round(begin * 100) / 100, Math.round(end * 100) / 100];
    if (piece[1] <= piece[0]) return;
    const last = this.pieces.at(-1);
    // what goes on is one piece; what is played again counts again
    if (last && last[1] === piece[0]) last[1] = piece[1];
    else if (this.pieces.length < MOST_PIECES) this.pieces.push(piece);
  }

  private next(): Report | null {
    if (this.flying) return this.flying;
    if (this.pieces.length === 0) return null;
    this.number += 1;
    this.flying = { n: this.number, pieces: this.pieces.splice(0) };
    return this.flying;
  }

  private async report(): Promise<void> {
    this.reportedAt = performance.now();
    this.run.cut();
    const report = this.pass && !this.isFlying ? this.next() : null;
    if (!report) return;
    const { pass } = this;
    this.isFlying = true;
    const { status, retrySeconds } = await send(pass, report);
    const isLater = status === 429 || status === 503;
    // the school has too much to do, or was told of more than there was time for: it is told again when it likes, and of nothing before
    if (isLater) await new Promise((resolve) => setTimeout(resolve, retrySeconds * 1000));
    this.isFlying = false;
    if (pass !== this.pass) return;
    if (isLater) void this.report();
    else if (status === 401) this.beginAnew();
    else if (status > 0) this.flying = null;
  }

  /** The page is being closed, or frozen: nobody hears the answer. */
  private part(): void {
    this.run.cut();
    if (!this.pass) return;
    if (this.flying) navigator.sendBeacon(ADDRESS, bodyOf(this.pass, this.flying));
    this.flying = null;
    const report = this.next();
    if (report) navigator.sendBeacon(ADDRESS, bodyOf(this.pass, report));
    this.flying = null;
  }
}

function bodyOf(pass: string, { n, pieces }: Report): string {
  return JSON.stringify({ pass, n, pieces });
}

async function send(pass: string, report: Report): Promise<{ status: number; retrySeconds: number }> {
  try {
    const { status, headers } = await fetch(ADDRESS, { method: "POST", body: bodyOf(pass, report), keepalive: true });
    return { status, retrySeconds: Number(headers.get("Retry-After")) || RETRY_SECONDS };
  } catch {
    return { status: 0, retrySeconds: 0 };
  }
}
