// What the keys and buttons of the open phrase do.

import type { Action } from "./keys.ts";
import type { Known, List } from "./list.ts";
import type { Page } from "./page.ts";
import type { Saving } from "./saving.ts";

const STEP_SECONDS = 2;

export class Deeds {
  constructor(
    private readonly page: Page,
    private readonly known: Known,
    private readonly list: List,
    private readonly saving: Saving,
  ) {}

  /** Do what a key asks for. */
  act(action: Action): void {
    const id = this.list.open?.id;
    if (id === undefined) return;
    const deeds: Record<Action, () => void> = {
      play: () => this.play(),
      back: () => this.page.seek(this.page.seconds - STEP_SECONDS),
      forward: () => this.page.seek(this.page.seconds + STEP_SECONDS),
      "next-doubtful": () => this.toDoubtful(1),
      "previous-doubtful": () => this.toDoubtful(-1),
      trust: () => void this.saving.change(id, "trust"),
      previous: () => this.toBeside(id, -1),
      next: () => this.toBeside(id, 1),
      split: () => void this.split(id),
      "join-before": () => void this.joinBefore(id),
      "join-after": () => void this.join(id),
      help: () => document.querySelector<HTMLElement>('a[href="#keys"]')?.click(),
    };
    deeds[action]();
  }

  /** Do what a button of the open phrase is for. */
  press(name: string): void {
    const id = this.list.open?.id;
    if (id === undefined) return;
    const deeds: Record<string, () => void> = {
      split: () => void this.split(id),
      join: () => void this.join(id),
      trust: () => void this.saving.change(id, "trust"),
      remove: () => void this.remove(id),
      "begin-now": () => {
        this.saving.times.set(id, "seconds", this.page.seconds);
        this.saving.times.sendAll();
      },
      "keep-mine": () => this.resolve(id, true),
      "take-theirs": () => this.resolve(id, false),
    };
    deeds[name]?.();
  }

  /** Play the open phrase from where the film stands in it, else from its beginning; or stop. */
  play(): void {
    const { open } = this.list;
    const phrase = open && this.known.phrases.get(open.id);
    const { video } = this.page;
    if (!video || !phrase) return;
    if (!video.paused) video.pause();
    else if (video.currentTime >= phrase.seconds && video.currentTime < phrase.endSeconds) void video.play();
    else this.page.playFrom(phrase.seconds);
  }

  /** Go to the next word of which the recogniser was not sure, or to the one before. */
  toDoubtful(by: 1 | -1): void {
    const { open } = this.list;
    const { selectionStart = 0, selectionEnd = 0 } = open?.field ?? {};
    const isFocused = document.activeElement === open?.field;
    const caret = by > 0 ? (isFocused ? selectionEnd - 1 : -1) : selectionStart + 1;
    const place = this.known.phrases.doubtful(open?.id ?? null, caret, by);
    if (!place) this.page.say(this.page.word("noDoubt"));
    else this.list.openPhrase(place.id, place.from, place.to, true);
  }

  private toBeside(id: number, by: 1 | -1): void {
    const phrase = this.known.phrases.beside(id, by);
    if (phrase) this.list.openPhrase(phrase.id, by > 0 ? 0 : this.list.textOf(phrase).length, undefined, true);
  }

  private async split(id: number): Promise<void> {
    const text = this.list.open?.field.value ?? "";
    const at = (this.list.open?.field.selectionStart ?? 0) - (text.length - text.trimStart().length);
    if (at <= 0 || at >= text.trim().length) {
      this.toBeside(id, 1);
      return;
    }
    const answer = await this.saving.change(id, "split", { at });
    const made = answer?.cues[1];
    if (made) this.list.openPhrase(made.id, 0, 0, true);
  }

  private async joinBefore(id: number): Promise<void> {
    const before = this.known.phrases.beside(id, -1);
    if (!before) return;
    const place = this.list.textOf(before).length + 1;
    if ((await this.saving.save(id)) && (await this.join(before.id)))
      this.list.openPhrase(before.id, place, place, true);
  }

  private async join(id: number): Promise<boolean> {
    const next = this.known.phrases.beside(id, 1);
    if (!next || !(await this.saving.save(next.id))) return false;
    const place = this.list.open?.id === id ? this.list.open.field.selectionStart : 0;
    const version = this.known.phrases.get(next.id)?.version ?? 0;
    const answer = await this.saving.change(id, "join", { next_version: version });
    if (answer && this.list.open?.id === id) this.list.open.focus(place);
    return answer !== null;
  }

  private async remove(id: number): Promise<void> {
    const beside = this.known.phrases.beside(id, 1) ?? this.known.phrases.beside(id, -1);
    this.known.drafts.drop(id);
    this.saving.times.drop(id);
    this.known.conflicts.delete(id);
    if (!(await this.saving.change(id, "remove"))) return;
    this.list.open = null;
    this.list.openPhrase(beside?.id, 0, 0, true);
  }

  /** Two texts stand side by side: save the one, or go on with the other. */
  private resolve(id: number, isMine: boolean): void {
    const { conflicts, drafts } = this.known;
    const present = conflicts.get(id);
    const { open } = this.list;
    conflicts.delete(id);
    open?.showConflict(null);
    if (!present) return;
    if (isMine) drafts.rebase(id, present.version);
    else drafts.drop(id);
    if (open?.id === id) open.show(present, this.list.textOf(present));
    open?.field.focus();
    void this.saving.save(id);
  }
}
