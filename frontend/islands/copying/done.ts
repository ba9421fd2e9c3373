// Which texts were copied, by what they were then: kept on this device alone.

/** Return a short number for a text, the same for the same text (FNV-1a). */
export function markOf(text: string): string {
  let mark = 0x811c9dc5;
  for (const letter of text) mark = Math.imul(mark ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return (mark >>> 0).toString(36);
}

export class Done {
  private marks: Record<string, string> = {};

  constructor(
    private readonly name: string,
    private readonly storage: Storage | null,
  ) {
    try {
      const kept: unknown = JSON.parse(storage?.getItem(name) ?? "{}");
      if (kept && typeof kept === "object") this.marks = kept as Record<string, string>;
    } catch {
      // what was kept there is not ours
    }
  }

  /** Tell whether a text was copied as it stands. */
  has(key: string, text: string): boolean {
    return this.marks[key] === markOf(text);
  }

  /** Remember that a text was copied. */
  put(key: string, text: string): void {
    this.marks[key] = markOf(text);
    this.keep();
  }

  /** Begin anew. */
  forget(): void {
    this.marks = {};
    this.keep();
  }

  private keep(): void {
    try {
      this.storage?.setItem(this.name, JSON.stringify(this.marks));
    } catch {
      // full, or switched off: it is remembered as long as the page is open
    }
  }
}
