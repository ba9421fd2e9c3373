// What is typed and not saved yet: kept in the browser until the school has said that it has it.

export interface Draft {
  text: string;
  /** of the phrase that was changed */
  version: number;
}

export class Drafts {
  private readonly kept = new Map<number, Draft>();
  private readonly key: string;

  constructor(
    name: string,
    private readonly storage: Storage | null = browserStorage(),
  ) {
    this.key = `words:${name}`;
    try {
      const entries = JSON.parse(this.storage?.getItem(this.key) ?? "[]") as [number, Draft][];
      for (const [id, draft] of entries) this.kept.set(id, draft);
    } catch {
      // what stands there is not ours
    }
  }

  get(id: number): Draft | undefined {
    return this.kept.get(id);
  }

  get ids(): number[] {
    return [...this.kept.keys()];
  }

  /** Keep what was typed; the version is that of the phrase when she began to type. */
  keep(id: number, text: string, version: number): void {
    this.kept.set(id, { text, version: this.kept.get(id)?.version ?? version });
    this.write();
  }

  /** Let what is typed from now on change another version. */
  rebase(id: number, version: number): void {
    const draft = this.kept.get(id);
    if (!draft) return;
    this.kept.set(id, { ...draft, version });
    this.write();
  }

  drop(id: number): void {
    if (this.kept.delete(id)) this.write();
  }

  private write(): void {
    try {
      if (this.kept.size) this.storage?.setItem(this.key, JSON.stringify([...this.kept]));
      else this.storage?.removeItem(this.key);
    } catch {
      // storage is full: the text stays on the page
    }
  }
}

function browserStorage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null; // switched off
  }
}
