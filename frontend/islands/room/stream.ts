// The news of a room: an EventSource that goes on from the last event it saw, whatever happens to the connection.

export interface News {
  kind: string;
  [word: string]: unknown;
}

export interface Ear {
  hear(news: News): void;
  lost(): void;
  back(): void;
}

const FIRST_DELAY_MS = 2000;
const LONGEST_DELAY_MS = 30_000;

/** Return how long to wait before the next try; the `chance` between 0 and 1 keeps browsers apart. */
export function delayOf(failures: number, chance: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures) * (0.5 + chance);
}

export class Stream {
  private source: EventSource | null = null;
  private failures = 0;
  private timer = 0;
  private isLost = false;

  constructor(
    private readonly url: string,
    private number: number,
    private readonly ear: Ear,
  ) {
    this.open();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  private open(): void {
    const source = new EventSource(`${this.url}?after=${this.number}`);
    this.source = source;
    source.onopen = () => this.opened();
    source.onmessage = (event) => this.heard(event);
    source.onerror = () => this.failed(source);
  }

  private opened(): void {
    this.failures = 0;
    if (this.isLost) this.ear.back();
    this.isLost = false;
  }

  private heard(event: MessageEvent<string>): void {
    const number = Number(event.lastEventId || 0);
    const news = JSON.parse(event.data) as News;
    // the browser repeats the last number with messages that have none
    if (number > this.number) this.number = number;
    this.ear.hear(news);
  }

  /** The browser comes back by itself unless the server said no: then we try again later. */
  private failed(source: EventSource): void {
    if (!this.isLost) this.ear.lost();
    this.isLost = true;
    if (source.readyState !== EventSource.CLOSED) return;
    this.timer = window.setTimeout(() => this.open(), delayOf(this.failures, Math.random()));
    this.failures += 1;
  }
}
