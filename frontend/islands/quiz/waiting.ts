// Answers that the school does not have yet: kept on the device until it has them.

import type { Pair } from "./form.ts";

const KEY = "quiz:";

export class Waiting {
  private readonly key: string;
  private readonly answers: Map<string, Pair[]>;

  constructor(
    attempt: string,
    private readonly storage: Storage | null,
  ) {
    this.key = KEY + attempt;
    this.answers = new Map(this.read());
  }

  private read(): [string, Pair[]][] {
    try {
      const kept: unknown = JSON.parse(this.storage?.getItem(this.key) ?? "[]");
      return Array.isArray(kept) ? (kept as [string, Pair[]][]) : [];
    } catch {
      return []; // storage is switched off, or holds something else
    }
  }

  private write(): void {
    try {
      if (this.answers.size) this.storage?.setItem(this.key, JSON.stringify([...this.answers]));
      else this.storage?.removeItem(this.key);
    } catch {
      // storage is switched off or full: the answers stay on the page
    }
  }

  all(): [string, Pair[]][] {
    return [...this.answers];
  }

  put(question: string, pairs: Pair[]): void {
    this.answers.set(question, pairs);
    this.write();
  }

  /** Forget an answer that the school has now; not one that was changed meanwhile. */
  done(question: string, pairs: Pair[]): void {
    if (this.answers.get(question) !== pairs) return;
    this.answers.delete(question);
    this.write();
  }
}
