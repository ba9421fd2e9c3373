// What a screen reader is told: news add up and are said together, so that a busy room does not talk all the time.

export const PAUSE_MS = 15_000;
export const SHORT_MS = 5000;

export class Voice {
  private readonly counts = new Map<string, number>();
  private saidAt = Number.NEGATIVE_INFINITY;

  /** Remember one more of this kind. */
  note(kind: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  /** Forget what the reader has seen by herself. */
  forget(kind: string): void {
    this.counts.delete(kind);
  }

  /** Something else was said just now: what has added up waits a little, or it would be cut off. */
  wait(now: number): void {
    this.saidAt = Math.max(this.saidAt, now - PAUSE_MS + SHORT_MS);
  }

  /** Return what is to be said now, by kind; nothing while the last words are still fresh. */
  take(now: number): [string, number][] {
    if (!this.counts.size || now - this.saidAt < PAUSE_MS) return [];
    const said = [...this.counts];
    this.counts.clear();
    this.saidAt = now;
    return said;
  }
}
