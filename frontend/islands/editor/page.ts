// The page of the editor: its parts, its player, and the line in which it says how things stand.

import { fill } from "../player/time.ts";

interface PlayerElement extends HTMLElement {
  goTo(seconds: number): Promise<void>;
}

export class Page {
  constructor(readonly root: HTMLElement) {}

  get csrf(): string {
    return this.root.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  get video(): HTMLVideoElement | null {
    return this.root.querySelector("nastavnik-player video");
  }

  get seconds(): number {
    return this.video?.currentTime ?? 0;
  }

  seek(seconds: number): void {
    if (this.video) this.video.currentTime = Math.max(0, seconds);
  }

  /** Play from a second on, also before anything of the film was loaded. */
  playFrom(seconds: number): void {
    void this.root.querySelector<PlayerElement>("nastavnik-player")?.goTo(seconds);
  }

  say(text: string): void {
    const place = this.find("[data-say]");
    if (place.textContent !== text) place.textContent = text;
  }

  sayTime(): void {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say(fill(this.word("saved"), { time: clock.format() }));
  }

  /** Say that something was refused, where it is not overlooked. */
  warn(text: string): void {
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "error" } }));
  }

  countDoubts(count: number): void {
    this.find("[data-doubtful]").textContent = count ? String(count) : "";
  }

  /** Show a text whose phrase is gone, to be copied. */
  showOrphan(text: string): void {
    const item = document.createElement("li");
    item.textContent = text;
    this.find("[data-orphans] ul").append(item);
    this.find("[data-orphans]").hidden = false;
  }

  word(name: string): string {
    return this.root.dataset[`word${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  }

  pattern(name: string): HTMLTemplateElement {
    return this.find<HTMLTemplateElement>(`template[data-pattern=${name}]`);
  }

  find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }
}
