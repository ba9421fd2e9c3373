// Chapters: the list under the film leads to its places and shows where one is; the time bar is divided by them.

import { sayTime } from "./time.ts";

export interface Chapter {
  seconds: number;
  title: string;
}

/** Return the number of the chapter in which `seconds` lies; -1 before the first. */
export function chapterAt(chapters: Chapter[], seconds: number): number {
  return chapters.reduce((found, chapter, number) => (chapter.seconds <= seconds ? number : found), -1);
}

export class Chapters {
  private list: Chapter[] = [];
  private shown = -1;

  constructor(
    private readonly root: HTMLElement,
    private readonly video: HTMLVideoElement,
  ) {
    this.list = this.links().map((link) => ({ seconds: Number(link.dataset.seek), title: link.textContent ?? "" }));
    video.addEventListener("timeupdate", () => this.follow());
    // a track that controls can read: the one of the page is for browsers that play without us
    const track = video.querySelector<HTMLTrackElement>("track[kind=chapters]");
    if (track) this.addTrack(track.src);
  }

  /** Show other chapters than the page came with. */
  take(chapters: Chapter[], address: string): void {
    this.list = chapters;
    this.shown = -1;
    this.nav.hidden = chapters.length === 0;
    this.nav.querySelector("ol")?.replaceChildren(...chapters.map(itemOf));
    this.addTrack(address);
    this.follow();
  }

  private addTrack(address: string): void {
    this.video.querySelector("track[kind=chapters]")?.remove();
    if (!address) return;
    const track = document.createElement("track");
    Object.assign(track, { kind: "chapters", src: address, default: true });
    // the time bar looks only when tracks change, and a track that is read late is none of its changes
    track.addEventListener("load", () => this.video.textTracks.dispatchEvent(new Event("change")));
    this.video.append(track);
  }

  private follow(): void {
    const here = chapterAt(this.list, this.video.currentTime);
    if (here === this.shown) return;
    this.shown = here;
    this.links().forEach((link, number) => {
      if (number === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  private links(): HTMLAnchorElement[] {
    return [...this.nav.querySelectorAll<HTMLAnchorElement>("a[data-seek]")];
  }

  private get nav(): HTMLElement {
    return this.root.querySelector(".player-chapters") as HTMLElement;
  }
}

function itemOf({ seconds, title }: Chapter): HTMLElement {
  const [item, link, time, words] = ["li", "a", "span", "span"].map((name) => document.createElement(name)) as [
    HTMLElement,
    HTMLAnchorElement,
    HTMLElement,
    HTMLElement,
  ];
  link.href = `?t=${Math.floor(seconds)}`;
  link.dataset.seek = String(seconds);
  time.className = "figures";
  time.textContent = sayTime(seconds);
  words.textContent = title;
  link.append(time, " ", words);
  item.append(link);
  return item;
}
