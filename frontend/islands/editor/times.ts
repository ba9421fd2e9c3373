// Times that were changed and are not known to be saved: both of a phrase go out together, and typing does not hold them up.

export type TimeName = "seconds" | "endSeconds";
export type TimeFields = Partial<Record<"seconds" | "end_seconds", number>>;

const FIELDS = { seconds: "seconds", endSeconds: "end_seconds" } as const;

export class Times {
  private readonly waiting = new Map<number, TimeFields>();
  private readonly sent = new Set<[number, TimeFields]>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** `send` tells whether the school has answered: what it has not heard goes on waiting. */
  constructor(
    private readonly milliseconds: number,
    private readonly send: (id: number, fields: TimeFields) => Promise<boolean>,
  ) {}

  /** Have a time sent, when it has not been changed again for a while. */
  set(id: number, name: TimeName, seconds: number): void {
    this.waiting.set(id, { ...this.waiting.get(id), [FIELDS[name]]: seconds });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sendAll(), this.milliseconds);
  }

  sendAll(): void {
    clearTimeout(this.timer);
    const taken = [...this.waiting];
    this.waiting.clear();
    for (const one of taken) void this.sendOne(one);
  }

  private async sendOne(one: [number, TimeFields]): Promise<void> {
    const [id, fields] = one;
    this.sent.add(one);
    const isHeard = await this.send(id, fields);
    this.sent.delete(one);
    if (!isHeard) this.waiting.set(id, { ...fields, ...this.waiting.get(id) });
  }

  drop(id: number): void {
    this.waiting.delete(id);
  }

  /** All that the school may not have heard, also what is on its way. */
  get unsaved(): [number, TimeFields][] {
    const found = new Map<number, TimeFields>();
    for (const [id, fields] of [...this.sent, ...this.waiting]) found.set(id, { ...found.get(id), ...fields });
    return [...found];
  }
}
