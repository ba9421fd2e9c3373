// Texts that are copied one by one into a form on another site: a button for each, and a memory of which were. Without this script they are
// selected by hand.

import { fill } from "../player/time.ts";
import { copy } from "../transcript/copy.ts";
import { Done } from "./done.ts";

class Copying {
  private readonly done: Done;

  constructor(private readonly page: HTMLElement) {
    this.done = new Done(`copying:${page.dataset.copying ?? ""}`, storage());
    for (const part of this.parts()) {
      const button = part.querySelector<HTMLButtonElement>("[data-press]");
      if (button) button.hidden = false;
    }
    page.addEventListener("click", (event) => void this.press(event.target as HTMLElement));
    this.draw();
  }

  private parts(): HTMLElement[] {
    return [...this.page.querySelectorAll<HTMLElement>("[data-copy]")];
  }

  private words(part: HTMLElement): HTMLElement | null {
    return part.querySelector<HTMLElement>("[data-words]");
  }

  private async press(target: HTMLElement): Promise<void> {
    if (target.closest("[data-forget]")) {
      this.done.forget();
      this.draw();
      return;
    }
    const part = target.closest("[data-press]")?.closest<HTMLElement>("[data-copy]");
    const words = part && this.words(part);
    if (!part || !words) return;
    const text = words.textContent ?? "";
    if (await copy(text)) {
      this.done.put(part.dataset.copy ?? "", text);
      this.draw();
      say(part, this.page.dataset.wordCopied ?? "");
    } else {
      getSelection()?.selectAllChildren(words);
      say(part, this.page.dataset.wordFailed ?? "");
    }
  }

  /** Show which texts were copied as they stand; one that was changed since is to be copied again. */
  private draw(): void {
    const parts = this.parts().filter((part) => !part.closest("details"));
    for (const part of parts)
      part.toggleAttribute("data-done", this.done.has(part.dataset.copy ?? "", this.words(part)?.textContent ?? ""));
    const done = parts.filter((part) => part.hasAttribute("data-done")).length;
    const progress = this.page.querySelector<HTMLOutputElement>("[data-progress]");
    const words = { done: String(done), total: String(parts.length) };
    if (progress) progress.value = fill(this.page.dataset.wordProgress ?? "", words);
    const forget = this.page.querySelector<HTMLButtonElement>("[data-forget]");
    if (forget) forget.hidden = done === 0;
  }
}

function say(part: HTMLElement, words: string): void {
  const place = part.querySelector<HTMLOutputElement>("[data-said]");
  if (place) place.value = words;
}

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off
  }
}

const page = document.querySelector<HTMLElement>("[data-copying]");
if (page) new Copying(page);
