// The editor of a film's words: keyboard first, saves itself, loses nothing that was typed, and follows what others change.

import { fill } from "../player/time.ts";
import { Drafts } from "./drafts.ts";
import type { Action } from "./keys.ts";
import { OpenPhrase } from "./open.ts";
import { isSame, type Phrase, Phrases, type State } from "./phrases.ts";
import { Rows } from "./rows.ts";
import { type Answer, Sender } from "./sender.ts";
import { type TimeFields, Times } from "./times.ts";
import { Wave } from "./wave.ts";

const SAVE_MILLISECONDS = 800;
const RETRY_MILLISECONDS = 5000;
const ASK_MILLISECONDS = 4000;
const TYPING_MILLISECONDS = 4000;
const STEP_SECONDS = 2;
const NEW_SECONDS = 3;

interface PlayerElement extends HTMLElement {
  goTo(seconds: number): Promise<void>;
}

class Editor {
  private readonly phrases = new Phrases();
  private readonly drafts: Drafts;
  private readonly rows: Rows;
  private readonly sender: Sender;
  private readonly wave: Wave;
  private readonly conflicts = new Map<number, Phrase>();
  private readonly times = new Times(SAVE_MILLISECONDS, (id, fields) => this.sendTimes(id, fields));
  private open: OpenPhrase | null = null;
  private timer = 0;
  private retry = 0;
  private typedAt = 0;

  constructor(private readonly root: HTMLElement) {
    const { token = "", language = "", phraseUrl = "", waveUrl = "" } = root.dataset;
    this.drafts = new Drafts(`${token}:${language}`);
    this.sender = new Sender(phraseUrl, this.csrf);
    this.rows = new Rows(this.find("[data-list]"), this.pattern("phrase"));
    const near = () => this.phrases.list;
    this.wave = new Wave(this.find<HTMLCanvasElement>("[data-wave]"), waveUrl, near, (seconds) => this.seek(seconds));
    void this.begin();
  }

  private async begin(): Promise<void> {
    if (!(await this.ask())) return; // the plain form stays
    this.find("[data-plain]").remove();
    for (const part of ["[data-list]", "[data-tools]"]) this.find(part).hidden = false;
    this.bringBack();
    this.listen();
    this.openPhrase(this.phrases.list[0]?.id);
    void this.wave.load(this.csrf);
    const asking = async () => {
      if (!document.hidden) await this.ask();
      window.setTimeout(asking, ASK_MILLISECONDS);
    };
    window.setTimeout(asking, ASK_MILLISECONDS);
  }

  private get csrf(): string {
    return this.root.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  private get player(): PlayerElement | null {
    return this.root.querySelector<PlayerElement>("nastavnik-player");
  }

  private get video(): HTMLVideoElement | null {
    return this.root.querySelector("nastavnik-player video");
  }

  // --- what is known ----------------------------------------------------------------------------------------------------

  /** Ask what others have changed; tell whether the school answered. */
  private async ask(): Promise<boolean> {
    const address = `${this.root.dataset.stateUrl}?since=${this.phrases.version}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return false;
    this.take((await answer.json()) as State);
    return true;
  }

  private take(state: State): void {
    const isFirst = this.phrases.version === 0;
    const { changed, gone } = this.phrases.take(state);
    if (changed.length || gone.length) this.redraw(changed, gone);
    if (isFirst || !changed.length || !state.by) return;
    for (const id of changed) this.rows.flash(id, state.by);
    this.say(fill(this.word("changed"), { name: state.by, count: String(changed.length) }));
  }

  private redraw(changed: number[], gone: number[] = []): void {
    for (const id of gone) this.lose(id);
    this.rows.arrange(this.phrases, (phrase) => this.textOf(phrase));
    for (const id of changed) {
      const phrase = this.phrases.get(id);
      if (phrase) this.rows.write(phrase, this.textOf(phrase));
      if (phrase && this.open?.id === id) this.open.show(phrase, this.textOf(phrase));
    }
    this.countDoubts();
  }

  private textOf(phrase: Phrase): string {
    return this.drafts.get(phrase.id)?.text ?? phrase.text;
  }

  /** A phrase is gone: what was typed into it is shown, to be copied. */
  private lose(id: number): void {
    const draft = this.drafts.get(id);
    if (this.open?.id === id) this.open = null;
    this.conflicts.delete(id);
    this.times.drop(id);
    if (!draft) return;
    const item = document.createElement("li");
    item.textContent = draft.text;
    this.find("[data-orphans] ul").append(item);
    this.find("[data-orphans]").hidden = false;
    this.drafts.drop(id);
  }

  /** What was typed last time and never reached the school is saved now. */
  private bringBack(): void {
    const ids = this.drafts.ids;
    for (const id of ids) {
      const phrase = this.phrases.get(id);
      if (!phrase) this.lose(id);
      else if (isSame(phrase.text, this.textOf(phrase))) this.drafts.drop(id);
      else void this.save(id);
    }
    if (this.drafts.ids.length) this.say(fill(this.word("restored"), { count: String(this.drafts.ids.length) }));
  }

  // --- the open phrase --------------------------------------------------------------------------------------------------

  private openPhrase(id: number | undefined, from = 0, to = from, isFocused = false): void {
    const phrase = id === undefined ? undefined : this.phrases.get(id);
    if (!phrase) return;
    if (this.open?.id !== phrase.id) {
      this.close();
      this.open = new OpenPhrase(phrase.id, this.pattern("open"), {
        onType: (text) => this.type(phrase.id, text),
        onAction: (action) => this.act(action),
        onDo: (name) => this.press(name),
        onTime: (name, seconds) => this.times.set(phrase.id, name, seconds),
        onParagraph: (begins) => void this.change(phrase.id, "save", { begins_paragraph: begins }),
      });
      this.rows.setOpen(phrase.id, this.open.element);
      this.open.show(phrase, this.textOf(phrase));
      this.open.showConflict(this.conflicts.get(phrase.id) ?? null);
    }
    if (isFocused) this.open.focus(from, to);
    const row = this.rows.get(phrase.id);
    if (row && isFocused) this.rows.show(row);
  }

  private close(): void {
    if (!this.open) return;
    const { id } = this.open;
    this.rows.setOpen(id, null);
    this.open = null;
    const phrase = this.phrases.get(id);
    if (phrase) this.rows.write(phrase, this.textOf(phrase));
    if (this.drafts.get(id)) void this.save(id);
  }

  private type(id: number, text: string): void {
    const phrase = this.phrases.get(id);
    if (!phrase) return;
    this.typedAt = Date.now();
    if (isSame(text, phrase.text)) this.drafts.drop(id);
    else this.drafts.keep(id, text, phrase.version);
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(id), SAVE_MILLISECONDS);
  }

  // --- saving -----------------------------------------------------------------------------------------------------------

  private save(id: number): Promise<boolean> {
    this.times.sendAll();
    return this.sender.next(() => this.saveNow(id));
  }

  /** Save what was typed into a phrase; tell whether the school has everything of it. */
  private async saveNow(id: number): Promise<boolean> {
    const draft = this.drafts.get(id);
    if (!draft) return true;
    if (this.conflicts.has(id)) return false;
    if (!draft.text.trim()) {
      this.say(this.word("empty"));
      return false;
    }
    this.say(this.word("saving"));
    const answer = await this.sender.send("save", { id, version: draft.version, text: draft.text });
    return this.hear(answer, id, draft.text);
  }

  private hear(answer: Answer, id: number, sent: string): boolean {
    if (answer.kind === "done") this.settle(answer, id, sent);
    else if (answer.kind === "conflict" && answer.present) this.meet(id, answer.present);
    else if (answer.kind === "gone") {
      this.phrases.drop(id);
      this.redraw([], [id]);
    } else if (answer.kind === "refused") this.say(answer.message);
    else this.wait(answer.kind);
    return answer.kind === "done";
  }

  private settle(answer: Answer, id: number, sent: string): void {
    const draft = this.drafts.get(id);
    if (draft && draft.text === sent) this.drafts.drop(id);
    // who typed on meanwhile changes what she had sent; joined with another's change it is still known by the older version
    else if (draft && !answer.isJoined) this.drafts.rebase(id, answer.cues[0]?.version ?? draft.version);
    this.phrases.put(...answer.cues);
    for (const removed of answer.removed) this.phrases.drop(removed);
    this.rows.arrange(this.phrases, (phrase) => this.textOf(phrase));
    for (const cue of answer.cues) this.showSaved(cue);
    this.countDoubts();
    if (answer.isJoined) this.say(fill(this.word("joined"), { name: this.word("somebody") }));
    else this.sayTime();
  }

  private showSaved(cue: Phrase): void {
    const phrase = this.phrases.get(cue.id) ?? cue;
    this.rows.write(phrase, this.textOf(phrase));
    if (this.open?.id !== cue.id) return;
    // what she goes on typing, and a space behind which the cursor stands, are not moved under her hands
    const isHers = this.drafts.get(cue.id) !== undefined || isSame(this.open.field.value, phrase.text);
    this.open.show(phrase, isHers ? this.open.field.value : phrase.text);
  }

  private meet(id: number, present: Phrase): void {
    this.phrases.put(present);
    this.conflicts.set(id, present);
    this.say(this.word("conflict"));
    if (this.open?.id === id) this.open.showConflict(present);
    else this.openPhrase(id);
  }

  private wait(kind: Answer["kind"]): void {
    this.say(this.word(kind === "signed-out" ? "signedOut" : "offline"));
    clearTimeout(this.retry);
    this.retry = window.setTimeout(() => this.saveAll(), RETRY_MILLISECONDS);
  }

  /** Do something else to a phrase, after what was typed into it is saved. */
  private change(
    id: number,
    deed: string,
    fields: Record<string, string | number | boolean> = {},
  ): Promise<Answer | null> {
    this.times.sendAll();
    return this.sender.next(async () => {
      if (!(await this.saveNow(id))) return null;
      const phrase = this.phrases.get(id);
      if (!phrase) return null;
      const answer = await this.sender.send(deed, { id, version: phrase.version, ...fields });
      if (answer.kind === "done") this.settle(answer, id, "");
      else this.refuse(answer);
      return answer.kind === "done" ? answer : null;
    });
  }

  private refuse(answer: Answer): void {
    if (answer.present) {
      this.phrases.put(answer.present);
      this.redraw([answer.present.id]);
    }
    const text = answer.message || this.word(answer.kind === "signed-out" ? "signedOut" : "offline");
    document.dispatchEvent(new CustomEvent("toast", { detail: { text, kind: "error" } }));
    void this.ask();
  }

  /** Save the times of a phrase, after what was typed into it; tell whether the school has answered. */
  private sendTimes(id: number, fields: TimeFields): Promise<boolean> {
    return this.sender.next(async () => {
      if (!(await this.saveNow(id))) return false;
      const phrase = this.phrases.get(id);
      if (!phrase) return true;
      const answer = await this.sender.send("save", { id, version: phrase.version, ...fields });
      const isHeard = answer.kind !== "unheard" && answer.kind !== "signed-out";
      if (answer.kind === "done") this.settle(answer, id, "");
      else if (isHeard) this.refuse(answer);
      else this.wait(answer.kind);
      return isHeard;
    });
  }

  // --- what keys and buttons do -----------------------------------------------------------------------------------------

  private act(action: Action): void {
    const id = this.open?.id;
    if (id === undefined) return;
    const deeds: Record<Action, () => void> = {
      play: () => this.play(),
      back: () => this.seek((this.video?.currentTime ?? 0) - STEP_SECONDS),
      forward: () => this.seek((this.video?.currentTime ?? 0) + STEP_SECONDS),
      "next-doubtful": () => this.toDoubtful(1),
      "previous-doubtful": () => this.toDoubtful(-1),
      trust: () => void this.change(id, "trust"),
      previous: () => this.toBeside(id, -1),
      next: () => this.toBeside(id, 1),
      split: () => void this.split(id),
      "join-before": () => void this.joinBefore(id),
      "join-after": () => void this.join(id),
      help: () => document.querySelector<HTMLElement>('a[href="#keys"]')?.click(),
    };
    deeds[action]();
  }

  private press(name: string): void {
    const id = this.open?.id;
    if (id === undefined) return;
    const deeds: Record<string, () => void> = {
      split: () => void this.split(id),
      join: () => void this.join(id),
      trust: () => void this.change(id, "trust"),
      remove: () => void this.remove(id),
      "begin-now": () => {
        this.times.set(id, "seconds", this.video?.currentTime ?? 0);
        this.times.sendAll();
      },
      "keep-mine": () => this.resolve(id, true),
      "take-theirs": () => this.resolve(id, false),
    };
    deeds[name]?.();
  }

  private play(): void {
    const phrase = this.open && this.phrases.get(this.open.id);
    const { video } = this;
    if (!video || !phrase) return;
    if (!video.paused) video.pause();
    else if (video.currentTime >= phrase.seconds && video.currentTime < phrase.endSeconds) void video.play();
    else void this.player?.goTo(phrase.seconds);
  }

  private seek(seconds: number): void {
    if (this.video) this.video.currentTime = Math.max(0, seconds);
  }

  private toBeside(id: number, by: 1 | -1): void {
    const phrase = this.phrases.beside(id, by);
    if (phrase) this.openPhrase(phrase.id, by > 0 ? 0 : this.textOf(phrase).length, undefined, true);
  }

  private toDoubtful(by: 1 | -1): void {
    const { selectionStart = 0, selectionEnd = 0 } = this.open?.field ?? {};
    const isFocused = document.activeElement === this.open?.field;
    const caret = by > 0 ? (isFocused ? selectionEnd - 1 : -1) : selectionStart + 1;
    const place = this.phrases.doubtful(this.open?.id ?? null, caret, by);
    if (!place) this.say(this.word("noDoubt"));
    else this.openPhrase(place.id, place.from, place.to, true);
  }

  private async split(id: number): Promise<void> {
    const text = this.open?.field.value ?? "";
    const at = (this.open?.field.selectionStart ?? 0) - (text.length - text.trimStart().length);
    if (at <= 0 || at >= text.trim().length) {
      this.toBeside(id, 1);
      return;
    }
    const answer = await this.change(id, "split", { at });
    const made = answer?.cues[1];
    if (made) this.openPhrase(made.id, 0, 0, true);
  }

  private async joinBefore(id: number): Promise<void> {
    const before = this.phrases.beside(id, -1);
    if (!before) return;
    const length = this.textOf(before).length;
    if ((await this.save(id)) && (await this.join(before.id))) this.openPhrase(before.id, length + 1, length + 1, true);
  }

  private async join(id: number): Promise<boolean> {
    const next = this.phrases.beside(id, 1);
    if (!next || !(await this.save(next.id))) return false;
    const length = this.open?.id === id ? this.open.field.selectionStart : 0;
    const answer = await this.change(id, "join", { next_version: this.phrases.get(next.id)?.version ?? 0 });
    if (answer && this.open?.id === id) this.open.focus(length);
    return answer !== null;
  }

  private async remove(id: number): Promise<void> {
    const beside = this.phrases.beside(id, 1) ?? this.phrases.beside(id, -1);
    this.drafts.drop(id);
    this.times.drop(id);
    this.conflicts.delete(id);
    if (!(await this.change(id, "remove"))) return;
    this.open = null;
    this.openPhrase(beside?.id, 0, 0, true);
  }

  /** Two texts stand side by side: save the one, or go on with the other. */
  private resolve(id: number, isMine: boolean): void {
    const present = this.conflicts.get(id);
    this.conflicts.delete(id);
    this.open?.showConflict(null);
    if (!present) return;
    if (isMine) this.drafts.rebase(id, present.version);
    else this.drafts.drop(id);
    if (this.open?.id === id) this.open.show(present, this.textOf(present));
    this.open?.field.focus();
    void this.save(id);
  }

  // --- the page ---------------------------------------------------------------------------------------------------------

  private listen(): void {
    this.find("[data-list]").addEventListener("click", (event) => this.pressRow(event));
    this.find("[data-do=play]").addEventListener("click", () => this.play());
    this.find("[data-do=doubtful]").addEventListener("click", () => this.toDoubtful(1));
    this.find("[data-shift]").addEventListener("submit", (event) => void this.shift(event));
    this.find("[data-add]").addEventListener("submit", (event) => void this.add(event));
    this.video?.addEventListener("timeupdate", () => this.follow());
    this.video?.addEventListener("seeking", () => this.follow());
    addEventListener("online", () => this.saveAll());
    addEventListener("pagehide", () => this.saveLast());
  }

  private pressRow(event: Event): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-id]");
    if (!row || target.closest(".phrase-open")) return;
    const phrase = this.phrases.get(Number(row.dataset.id));
    if (!phrase) return;
    const isToPlay = target.closest("[data-do=play-phrase]") !== null;
    const at = isToPlay ? 0 : placeIn(row);
    this.openPhrase(phrase.id, at, at, true);
    if (isToPlay) void this.player?.goTo(phrase.seconds);
  }

  private follow(): void {
    const seconds = this.video?.currentTime ?? 0;
    const isTyping = Date.now() - this.typedAt < TYPING_MILLISECONDS;
    this.rows.markSaid(this.phrases.at(seconds)?.id, !isTyping && !this.video?.paused);
    this.wave.draw(seconds);
  }

  private async shift(event: Event): Promise<void> {
    event.preventDefault();
    const by = new FormData(event.target as HTMLFormElement).get("by");
    const from = this.open ? this.phrases.get(this.open.id)?.seconds : 0;
    const fields = { seconds: from ?? 0, by_seconds: String(by) };
    const answer = await this.sender.next(() => this.sender.send("shift", fields));
    if (answer.kind !== "done") this.refuse(answer);
    else this.say(fill(this.word("shifted"), { count: String(answer.count) }));
    await this.ask();
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const seconds = this.video?.currentTime ?? 0;
    const fields = { text: String(new FormData(form).get("text")), seconds, end_seconds: seconds + NEW_SECONDS };
    const answer = await this.sender.next(() => this.sender.send("add", fields));
    if (answer.kind !== "done") {
      this.refuse(answer);
      return;
    }
    this.settle(answer, -1, "");
    form.reset();
    this.openPhrase(answer.cues[0]?.id, 0, 0, true);
  }

  private saveAll(): void {
    this.times.sendAll();
    for (const id of this.drafts.ids) void this.save(id);
  }

  /** The page is closed: what was typed goes out once more, and stays in the browser until it is known to be saved. */
  private saveLast(): void {
    for (const id of this.drafts.ids) {
      const draft = this.drafts.get(id);
      if (draft?.text.trim() && !this.conflicts.has(id)) this.sender.sendLast("save", { id, ...draft });
    }
    for (const [id, fields] of this.times.unsaved) {
      const phrase = this.phrases.get(id);
      if (phrase) this.sender.sendLast("save", { id, version: phrase.version, ...fields });
    }
  }

  private countDoubts(): void {
    const count = this.phrases.doubts;
    this.find("[data-doubtful]").textContent = count ? String(count) : "";
  }

  private say(text: string): void {
    const place = this.find("[data-say]");
    if (place.textContent !== text) place.textContent = text;
  }

  private sayTime(): void {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    this.say(fill(this.word("saved"), { time: clock.format() }));
  }

  private word(name: string): string {
    return this.root.dataset[`word${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  }

  private pattern(name: string): HTMLTemplateElement {
    return this.find<HTMLTemplateElement>(`template[data-pattern=${name}]`);
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }
}

/** Return at which character of a row's text somebody pressed. */
function placeIn(row: HTMLElement): number {
  const selection = document.getSelection();
  const text = row.querySelector(".phrase-text");
  if (!selection?.anchorNode || !text?.contains(selection.anchorNode)) return 0;
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  return range.toString().length;
}

const root = document.querySelector<HTMLElement>("[data-editor]");
if (root) new Editor(root);
