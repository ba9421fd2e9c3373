// The wave of the sound around the place that is played, with the phrases under it.

import type { Phrase } from "./phrases.ts";

const PEAKS_A_SECOND = 10;
const AROUND_SECONDS = 8;
const ASK_MILLISECONDS = 5000;
const MOST_QUESTIONS = 60;

export class Wave {
  private peaks: Uint8Array | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly address: string,
    private readonly phrases: () => Phrase[],
    private readonly seek: (seconds: number) => void,
  ) {
    canvas.addEventListener("click", (event) => this.press(event));
  }

  /** Fetch the wave; one that is not made yet is asked for, and looked for again and again. */
  async load(token: string): Promise<void> {
    for (let question = 0; question < MOST_QUESTIONS; question += 1) {
      const answer = await fetch(this.address).catch(() => null);
      const peaks = answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
      if (peaks?.length) {
        this.peaks = peaks;
        this.canvas.hidden = false;
        this.draw(this.place);
        return;
      }
      if (question === 0) await this.ask(token);
      await new Promise((done) => window.setTimeout(done, ASK_MILLISECONDS));
    }
  }

  private ask(token: string): Promise<unknown> {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", token);
    return fetch(this.address, { method: "POST", body }).catch(() => null);
  }

  private place = 0;

  draw(seconds: number): void {
    this.place = seconds;
    const context = this.canvas.getContext("2d");
    if (!this.peaks || !context || this.canvas.hidden) return;
    const { width, height } = this.fit();
    const colours = getComputedStyle(this.canvas);
    const x = (at: number) => ((at - seconds + AROUND_SECONDS) / (2 * AROUND_SECONDS)) * width;
    context.clearRect(0, 0, width, height);
    context.fillStyle = colours.getPropertyValue("--accent-2");
    for (const phrase of this.phrases())
      if (phrase.endSeconds > seconds - AROUND_SECONDS && phrase.seconds < seconds + AROUND_SECONDS)
        context.fillRect(x(phrase.seconds) + 1, 0, Math.max(x(phrase.endSeconds) - x(phrase.seconds) - 2, 1), height);
    context.fillStyle = colours.getPropertyValue("--ink-2");
    this.drawPeaks(context, seconds, x, height);
    context.fillStyle = colours.getPropertyValue("--live");
    context.fillRect(width / 2 - 1, 0, 2, height);
  }

  private drawPeaks(context: CanvasRenderingContext2D, seconds: number, x: (at: number) => number, height: number) {
    const first = Math.max(0, Math.floor((seconds - AROUND_SECONDS) * PEAKS_A_SECOND));
    const last = Math.ceil((seconds + AROUND_SECONDS) * PEAKS_A_SECOND);
    for (let number = first; number <= last; number += 1) {
      const peak = this.peaks?.[number] ?? 0;
      // speech is far from the loudest there can be: the root shows it
      const half = Math.max(1, (Math.sqrt(peak / 255) * height) / 2);
      context.fillRect(x(number / PEAKS_A_SECOND), height / 2 - half, 2, half * 2);
    }
  }

  /** Give the canvas as many points as the screen has. */
  private fit(): { width: number; height: number } {
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight].map((side) =>
      Math.round(side * devicePixelRatio),
    ) as [number, number];
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
    return { width, height };
  }

  private press(event: MouseEvent): void {
    const share = event.offsetX / this.canvas.clientWidth;
    this.seek(Math.max(0, this.place + (share * 2 - 1) * AROUND_SECONDS));
  }
}
