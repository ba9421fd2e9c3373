// Links to the moment that is being watched: copied, or taken to the page where it is put into a list.

import { fill, linkTo, type Span, saySpan, writeSpan } from "./time.ts";

// what is kept when nobody has said how long
const USUAL_SECONDS = 30;

export class MomentLinks {
  constructor(
    private readonly root: HTMLElement,
    private readonly video: HTMLVideoElement,
    private readonly say: (text: string) => void,
  ) {
    root.querySelector("[data-copy]")?.addEventListener("click", () => void this.copy());
    const keep = root.querySelector<HTMLAnchorElement>("a[data-keep]");
    if (!keep || root.dataset.embed !== undefined) return;
    keep.hidden = false;
    for (const name of ["click", "auxclick"]) keep.addEventListener(name, () => this.aim(keep));
  }

  private span(usual: number): Span {
    const seconds = this.video.currentTime;
    const length = Number(this.root.querySelector<HTMLSelectElement>("[data-length]")?.value) || usual;
    const whole = this.video.duration > 0 ? this.video.duration : Number.POSITIVE_INFINITY;
    return { seconds, end: length ? Math.min(seconds + length, whole) : null };
  }

  private aim(link: HTMLAnchorElement): void {
    link.search = `?t=${writeSpan(this.span(USUAL_SECONDS))}`;
  }

  private async copy(): Promise<void> {
    const span = this.span(0);
    const { embed, watch = "", wordCopied = "", wordLink = "" } = this.root.dataset;
    const address = embed === undefined ? location.href : new URL(watch, location.href).href;
    const [link, time] = [linkTo(address, span.seconds, span.end), saySpan(span)];
    const field = this.root.querySelector("[data-note=link] input") as HTMLInputElement;
    field.value = link;
    try {
      await navigator.clipboard.writeText(link);
      field.hidden = true;
      this.say(fill(wordCopied, { time }));
    } catch {
      field.hidden = false;
      this.say(fill(wordLink, { time }));
      field.select();
    }
  }
}
