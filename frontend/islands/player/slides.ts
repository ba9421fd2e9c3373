// Slides in the place of the film, for a thin link: the strip under the player says when which is shown.

import { chapterAt } from "./chapters.ts";

// More slides an hour than this, and their large pictures weigh more than a thin link should carry.
const MANY_AN_HOUR = 60;
const NARROW = 700;

/** Return the address of a file that lies beside the master of the film. */
export function addressOf(name: string, master: string): string {
  const file = name && !name.includes(".") ? `${name}.m3u8` : name;
  return file && master ? new URL(file, new URL(master, location.href)).href : "";
}

/** Return the width of the stills to show in a frame so wide: the smaller when it is enough, or when there are many slides. */
export function stillWidth(frame: number, slides: number, seconds: number): number {
  const anHour = seconds > 0 ? (slides * 3600) / seconds : 0;
  return frame <= NARROW || anHour > MANY_AN_HOUR ? 640 : 1280;
}

interface Shown {
  seconds: number;
  title: string;
  link: HTMLAnchorElement;
}

export class Slides {
  private readonly list: Shown[];
  private readonly picture = document.createElement("img");
  private here = -1;
  private isOn = false;
  private seconds = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly video: HTMLVideoElement,
  ) {
    this.list = [...root.querySelectorAll<HTMLAnchorElement>(".slides-strip a[data-picture]")].map((link) => ({
      seconds: Number(link.dataset.seek),
      title: link.querySelector(".slides-strip-title")?.textContent ?? "",
      link,
    }));
    this.picture.className = "player-slide";
    this.picture.hidden = true;
    // behind the film, which is clear while sound alone is played: controls and captions stay above it
    const controls = root.querySelector(".player-controller") ?? video;
    controls.before(this.picture);
    for (const name of ["timeupdate", "seeking"]) video.addEventListener(name, () => this.follow());
  }

  get isShown(): boolean {
    return this.isOn;
  }

  /** Put the slides in the place of the film, or the film in theirs. */
  show(isOn: boolean): void {
    this.isOn = isOn;
    this.root.classList.toggle("player--slides", isOn);
    this.here = -1;
    this.follow();
  }

  /** The files lie elsewhere now. */
  move(): void {
    this.here = -1;
    this.follow();
  }

  private follow(): void {
    const times = this.list;
    // while another quality is being opened, the film stands at its beginning: what was shown stays
    if (this.video.readyState > 0) this.seconds = this.video.currentTime;
    const here = chapterAt(times, this.seconds);
    if (here === this.here) return;
    this.mark(here);
    this.here = here;
    const name = times[here]?.link.dataset.picture ?? "";
    this.picture.hidden = !this.isOn || !name;
    if (this.picture.hidden) return;
    this.picture.alt = times[here]?.title ?? "";
    this.picture.src = this.addressAt(name);
    this.fetchNext(here + 1);
  }

  /** The strip shows where one is, and follows along. */
  private mark(here: number): void {
    this.list[this.here]?.link.removeAttribute("aria-current");
    const link = this.list[here]?.link;
    link?.setAttribute("aria-current", "true");
    const strip = link?.closest("ol");
    const item = link?.closest("li");
    if (strip && item && !strip.matches(":hover, :focus-within")) {
      strip.scrollTo({ left: item.offsetLeft - strip.offsetLeft - strip.clientWidth / 3 });
    }
  }

  private addressAt(name: string): string {
    const { master = "", duration = "0" } = this.root.dataset;
    const wide = this.root.clientWidth * Math.min(devicePixelRatio, 2);
    return addressOf(`${name}-${stillWidth(wide, this.list.length, Number(duration))}.webp`, master);
  }

  /** The next slide is there before it is shown. */
  private fetchNext(next: number): void {
    const name = this.list[next]?.link.dataset.picture;
    if (name) new Image().src = this.addressAt(name);
  }
}
