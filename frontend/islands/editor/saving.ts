// Saving: what is typed goes out by itself, in turn, and is kept in the browser until the school has it.

import { fill } from "../player/time.ts";
import type { Known, List } from "./list.ts";
import type { Page } from "./page.ts";
import { isSame, type Phrase } from "./phrases.ts";
import type { Answer, Sender } from "./sender.ts";
import { type TimeFields, Times } from "./times.ts";

const SAVE_MILLISECONDS = 800;
const RETRY_MILLISECONDS = 5000;

type Fields = Record<string, string | number | boolean>;

export class Saving {
  readonly times = new Times(SAVE_MILLISECONDS, (id, fields) => this.sendTimes(id, fields));
  private timer = 0;
  private retry = 0;

  /** `ask`: have the school tell what others have changed. */
  constructor(
    private readonly page: Page,
    private readonly known: Known,
    private readonly list: List,
    private readonly sender: Sender,
    private readonly ask: () => void,
  ) {}

  /** Something was typed into a phrase: keep it, and save it when she has paused. */
  type(id: number, text: string): void {
    const phrase = this.known.phrases.get(id);
    if (!phrase) return;
    if (isSame(text, phrase.text)) this.known.drafts.drop(id);
    else this.known.drafts.keep(id, text, phrase.version);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(id), SAVE_MILLISECONDS);
  }

  /** What was typed last time and never reached the school is saved now. */
  bringBack(): void {
    const { drafts, phrases } = this.known;
    for (const id of drafts.ids) {
      const phrase = phrases.get(id);
      if (!phrase) this.list.lose(id);
      else if (isSame(phrase.text, this.list.textOf(phrase))) drafts.drop(id);
      else void this.save(id);
    }
    if (drafts.ids.length) this.page.say(fill(this.page.word("restored"), { count: String(drafts.ids.length) }));
  }

  /** Save what was typed into a phrase; tell whether the school has everything of it. */
  save(id: number): Promise<boolean> {
    this.times.sendAll();
    return this.sender.next(() => this.saveNow(id));
  }

  saveAll(): void {
    this.times.sendAll();
    for (const id of this.known.drafts.ids) void this.save(id);
  }

  /** The page is closed: what was typed goes out once more, and stays in the browser until it is known to be saved. */
  saveLast(): void {
    for (const id of this.known.drafts.ids) {
      const draft = this.known.drafts.get(id);
      if (draft?.text.trim() && !this.known.conflicts.has(id)) this.sender.sendLast("save", { id, ...draft });
    }
    for (const [id, fields] of this.times.unsaved) {
      const phrase = this.known.phrases.get(id);
      if (phrase) this.sender.sendLast("save", { id, version: phrase.version, ...fields });
    }
  }

  /** Do something else to a phrase, after what was typed into it is saved. */
  change(id: number, deed: string, fields: Fields = {}): Promise<Answer | null> {
    this.times.sendAll();
    return this.sender.next(async () => {
      if (!(await this.saveNow(id))) return null;
      const phrase = this.known.phrases.get(id);
      if (!phrase) return null;
      const answer = await this.sender.send(deed, { id, version: phrase.version, ...fields });
      if (answer.kind === "done") this.settle(answer, id, "");
      else this.refuse(answer);
      return answer.kind === "done" ? answer : null;
    });
  }

  /** Do something that belongs to no phrase; what was refused is said. */
  async changeAll(deed: string, fields: Fields): Promise<Answer | null> {
    const answer = await this.sender.next(() => this.sender.send(deed, fields));
    if (answer.kind === "done") return answer;
    this.refuse(answer);
    return null;
  }

  /** Take over what the school has made of what was sent. */
  settle(answer: Answer, id: number, sent: string): void {
    const { drafts, phrases } = this.known;
    const draft = drafts.get(id);
    if (draft && draft.text === sent) drafts.drop(id);
    // who typed on meanwhile changes what she had sent; joined with another's change it is still known by the older version
    else if (draft && !answer.isJoined) drafts.rebase(id, answer.cues[0]?.version ?? draft.version);
    phrases.put(...answer.cues);
    for (const removed of answer.removed) phrases.drop(removed);
    this.list.arrange();
    for (const cue of answer.cues) this.list.showSaved(cue);
    this.page.countDoubts(phrases.doubts);
    if (answer.isJoined) this.page.say(fill(this.page.word("joined"), { name: this.page.word("somebody") }));
    else this.page.sayTime();
  }

  private async saveNow(id: number): Promise<boolean> {
    const draft = this.known.drafts.get(id);
    if (!draft) return true;
    if (this.known.conflicts.has(id)) return false;
    if (!draft.text.trim()) {
      this.page.say(this.page.word("empty"));
      return false;
    }
    this.page.say(this.page.word("saving"));
    const answer = await this.sender.send("save", { id, version: draft.version, text: draft.text });
    return this.hear(answer, id, draft.text);
  }

  private hear(answer: Answer, id: number, sent: string): boolean {
    if (answer.kind === "done") this.settle(answer, id, sent);
    else if (answer.kind === "conflict" && answer.present) this.meet(id, answer.present);
    else if (answer.kind === "gone") {
      this.known.phrases.drop(id);
      this.list.redraw([], [id]);
    } else if (answer.kind === "refused") this.page.say(answer.message);
    else this.wait(answer.kind);
    return answer.kind === "done";
  }

  private meet(id: number, present: Phrase): void {
    this.known.phrases.put(present);
    this.known.conflicts.set(id, present);
    this.page.say(this.page.word("conflict"));
    this.list.showConflict(present);
  }

  private wait(kind: Answer["kind"]): void {
    this.page.say(this.page.word(kind === "signed-out" ? "signedOut" : "offline"));
    clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.saveAll(), RETRY_MILLISECONDS);
  }

  private refuse(answer: Answer): void {
    if (answer.present) {
      this.known.phrases.put(answer.present);
      this.list.redraw([answer.present.id]);
    }
    this.page.warn(answer.message || this.page.word(answer.kind === "signed-out" ? "signedOut" : "offline"));
    this.ask();
  }

  /** Save the times of a phrase, after what was typed into it; tell whether the school has answered. */
  private sendTimes(id: number, fields: TimeFields): Promise<boolean> {
    return this.sender.next(async () => {
      if (!(await this.saveNow(id))) return false;
      const phrase = this.known.phrases.get(id);
      if (!phrase) return true;
      const answer = await this.sender.send("save", { id, version: phrase.version, ...fields });
      const isHeard = answer.kind !== "unheard" && answer.kind !== "signed-out";
      if (answer.kind === "done") this.settle(answer, id, "");
      else if (isHeard) this.refuse(answer);
      else this.wait(answer.kind);
      return isHeard;
    });
  }
}
