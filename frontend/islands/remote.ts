// The remote of a teleprompter: its buttons send without loading the page, and it says how far the text is.

import { fill, sayTime } from "./player/time.ts";

const LOOK_MS = 2000;
type Told = { is_open: boolean; percent?: number; left?: number };

class Remote {
  private readonly form: HTMLFormElement | null;
  private readonly state: HTMLOutputElement | null;

  constructor(private readonly root: HTMLElement) {
    this.form = root.querySelector("form");
    this.state = root.querySelector("[data-state]");
    this.form?.addEventListener("submit", (event) => void this.send(event));
    setInterval(() => !document.hidden && void this.look(), LOOK_MS);
    void this.look();
  }

  private async send(event: SubmitEvent): Promise<void> {
    const button = event.submitter;
    if (!this.form || !(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    const body = new FormData(this.form);
    body.set(button.name, button.value);
    const request = { method: "POST", body, headers: { Accept: "application/json" } };
    const response = await fetch(this.form.action, request).catch(() => null);
    if (!response?.ok) this.say(this.root.dataset.wordFailed ?? "");
  }

  private async look(): Promise<void> {
    const response = await fetch(location.href, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) return;
    const { is_open, percent = 0, left = 0 } = (await response.json()) as Told;
    const { wordOpen = "", wordClosed = "" } = this.root.dataset;
    this.say(is_open ? fill(wordOpen, { percent: String(percent), time: sayTime(left) }) : wordClosed);
  }

  private say(words: string): void {
    if (this.state && this.state.value !== words) this.state.value = words;
  }
}

const page = document.querySelector<HTMLElement>("[data-remote]");
if (page) new Remote(page);
