// What was played and is not yet acknowledged by the school: kept by the browser for each person and film, sent until it is.
//
// It does no harm when two pages send the same, or one page twice: the school joins what it hears.

import { merged, type Piece, without } from "./pieces.ts";

const PREFIX = "unsent:";
const ADDRESS = "/watched/";
// of one report; the school takes no more than 400
const MOST_PIECES = 300;
const AGAIN_SECONDS = 30;
// so much behind the end of a film is taken for its end
const END_TOLERANCE_SECONDS = 2;
const REFUSALS = new Set([400, 401, 403, 410, 413]);
// after that the school takes no pass of this time
const OLD_MILLISECONDS = 30 * 24 * 3600 * 1000;

interface Kept {
  /** the right to report, from when the film was opened: time to play runs since then */
  pass: string;
  /** where a fresh one comes from */
  url: string;
  pieces: Piece[];
  at: number;
}

export type Heard = (name: string, taken: Piece[]) => void;

/** Names what is kept by the person and the film of a pass. */
export function nameOf(pass: string): string {
  return PREFIX + pass.split(".", 2).join(".");
}

export class Unsent {
  private readonly memory = new Map<string, Kept>(); // where storage is switched off
  private readonly flights = new Set<string>();
  private readonly timers = new Map<string, number>();
  private readonly fresh = new Map<string, string>(); // passes taken because an older one was refused

  constructor(private readonly heard: Heard = () => undefined) {
    addEventListener("online", () => this.sendAll());
  }

  /** Keep what was played under a pass. What waits already keeps its older pass, which allows more time. */
  add(pass: string, url: string, piece: Piece): void {
    const name = nameOf(pass);
    const waiting = this.read(name);
    const pieces = merged([...(waiting?.pieces ?? []), piece]);
    this.write(name, { pass: waiting?.pass ?? pass, url, pieces, at: Date.now() });
  }

  /** Return what waits under a name. */
  waiting(name: string): Piece[] {
    return this.read(name)?.pieces ?? [];
  }

  /** Send all that waits, of every film and person of this browser. */
  sendAll(): void {
    for (const name of this.names()) void this.send(name);
  }

  /** Send what waits while the page is being closed: nobody hears the answer, so it is sent once more next time. */
  sendParting(name: string): void {
    const kept = this.read(name);
    if (kept) navigator.sendBeacon(ADDRESS, bodyOf(kept));
  }

  /** Send what waits under a name, until all of it is taken. */
  async send(name: string): Promise<void> {
    const kept = this.read(name);
    if (!kept || this.flights.has(name)) return;
    this.flights.add(name);
    clearTimeout(this.timers.get(name));
    const sent = kept.pieces.slice(0, MOST_PIECES);
    const answer = await ask(bodyOf(kept));
    this.flights.delete(name);
    await this.hear(name, kept, sent, answer);
  }

  private async hear(name: string, kept: Kept, sent: Piece[], answer: Response | null): Promise<void> {
    const status = answer?.status ?? 0;
    if (status === 200) {
      this.drop(name, sent);
      this.heard(name, sent);
      void this.send(name);
    } else if (REFUSALS.has(status)) await this.refuse(name, kept, sent, status);
    else this.again(name, Number(answer?.headers.get("Retry-After")) || AGAIN_SECONDS);
  }

  /** The school did not take what was sent: try once more under a fresh pass where that may help, else forget it. */
  private async refuse(name: string, kept: Kept, sent: Piece[], status: number): Promise<void> {
    const isStale = status === 400 && this.fresh.get(name) !== kept.pass;
    if (status === 401 || status === 403 || isStale) await this.renew(name, kept);
    else if (status === 410) this.drop(name, kept.pieces);
    else this.drop(name, status === 400 ? refused(kept.pass, sent) : sent);
  }

  private again(name: string, seconds: number): void {
    const spread = 1 + Math.random() / 4; // not all who lost the same link at the same moment
    clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      window.setTimeout(() => void this.send(name), seconds * 1000 * spread),
    );
  }

  /** The pass is too old, or its film has another length now: take another, if it is still the same person who is signed in here. */
  private async renew(name: string, kept: Kept): Promise<void> {
    const pass = (await freshPart(kept.url))?.dataset.pass ?? "";
    const isNew = pass !== "" && pass !== kept.pass && nameOf(pass) === name;
    if (isNew) {
      this.fresh.set(name, pass);
      this.write(name, { ...kept, ...this.read(name), pass });
      await this.send(name);
    } else if (Date.now() - kept.at > OLD_MILLISECONDS) this.drop(name, kept.pieces);
  }

  // --- storage -------------------------------------------------------------------------------------------------------

  private names(): string[] {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
    } catch {
      return [...this.memory.keys()];
    }
  }

  private read(name: string): Kept | null {
    try {
      const text = localStorage.getItem(name);
      return text ? (JSON.parse(text) as Kept) : (this.memory.get(name) ?? null);
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  private write(name: string, kept: Kept): void {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
      this.memory.delete(name);
    } catch {
      this.memory.set(name, kept); // switched off or full: kept as long as the page is open
    }
  }

  /** Forget what was taken; another page may have added something meanwhile. */
  private drop(name: string, taken: Piece[]): void {
    const kept = this.read(name);
    if (!kept) return;
    const pieces = without(kept.pieces, taken);
    if (pieces.length > 0) {
      this.write(name, { ...kept, pieces });
      return;
    }
    this.memory.delete(name);
    try {
      localStorage.removeItem(name);
    } catch {
      // there is none
    }
  }
}

/** Return for what a report is refused under a pass: what lies behind the end of its film; all of it where nothing does. */
function refused(pass: string, pieces: Piece[]): Piece[] {
  const length = Number(pass.split(".")[2]);
  const isBehind = length > 0 && pieces.some(([, end]) => end > length + END_TOLERANCE_SECONDS);
  return isBehind ? [[length, Number.POSITIVE_INFINITY]] : pieces;
}

function bodyOf({ pass, pieces }: Kept): string {
  return JSON.stringify({ pass, pieces: pieces.slice(0, MOST_PIECES) });
}

async function ask(body: string): Promise<Response | null> {
  try {
    return await fetch(ADDRESS, { method: "POST", body, keepalive: true });
  } catch {
    return null;
  }
}

/** Ask the school how far this person is with a film; null when it does not say. */
export async function freshPart(url: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(url);
    if (answer.status !== 200) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector<HTMLElement>("[data-watched]");
  } catch {
    return null;
  }
}

/** Ask anew how far the viewer is with a film, and show it where the page does; return what the school said. */
export async function showAnew(url: string): Promise<HTMLElement | null> {
  const fresh = await freshPart(url);
  const part = partOfPage();
  const isOfFilm = fresh !== null && part?.dataset.url === fresh.dataset.url;
  if (!part || !isOfFilm) return fresh;
  const details = fresh.querySelector("details");
  if (details) details.open = part.querySelector("details")?.open ?? false;
  const hadFocus = part.contains(document.activeElement);
  part.replaceWith(fresh);
  // the hole that she has just played is gone: she stays where the others are
  if (hadFocus) fresh.querySelector("summary")?.focus({ preventScroll: true });
  return fresh;
}

/** Return the part of the page that says how far the viewer is. */
export function partOfPage(): HTMLElement | null {
  return document.querySelector<HTMLElement>("[data-watched]");
}
