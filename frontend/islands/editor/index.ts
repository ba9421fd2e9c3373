// The editor of a film's words: keyboard first, saves itself, loses nothing that was typed, and follows what others change.

import { fill } from "../player/time.ts";
import { Deeds } from "./deeds.ts";
import { Drafts } from "./drafts.ts";
import { type Known, List } from "./list.ts";
import type { OpenEvents } from "./open.ts";
import { Page } from "./page.ts";
import { type Phrase, Phrases, type State } from "./phrases.ts";
import { Saving } from "./saving.ts";
import { Sender } from "./sender.ts";
import { Wave } from "./wave.ts";

const ASK_MILLISECONDS = 4000;
const TYPING_MILLISECONDS = 4000;
const NEW_SECONDS = 3;

class Editor {
  private readonly known: Known;
  private readonly list: List;
  private readonly saving: Saving;
  private readonly deeds: Deeds;
  private readonly wave: Wave;
  private typedAt = 0;

  constructor(private readonly page: Page) {
    const { token = "", language = "", phraseUrl = "", waveUrl = "" } = page.root.dataset;
    this.known = {
      phrases: new Phrases(),
      drafts: new Drafts(`${token}:${language}`),
      conflicts: new Map<number, Phrase>(),
    };
    this.list = new List(page, this.known, {
      eventsOf: (id) => this.eventsOf(id),
      onLeave: (id) => this.leave(id),
      onLost: (id) => this.saving.times.drop(id),
    });
    const sender = new Sender(phraseUrl, page.csrf);
    this.saving = new Saving(page, this.known, this.list, sender, () => void this.ask());
    this.deeds = new Deeds(page, this.known, this.list, this.saving);
    const canvas = page.find<HTMLCanvasElement>("[data-wave]");
    const near = () => this.known.phrases.list;
    this.wave = new Wave(canvas, waveUrl, near, (seconds) => page.seek(seconds));
    void this.begin();
  }

  private async begin(): Promise<void> {
    if (!(await this.ask())) return; // the plain form stays
    this.page.find("[data-plain]").remove();
    for (const part of ["[data-list]", "[data-tools]"]) this.page.find(part).hidden = false;
    this.saving.bringBack();
    this.listen();
    this.list.openPhrase(this.known.phrases.list[0]?.id);
    void this.wave.load(this.page.csrf);
    const asking = async () => {
      if (!document.hidden) await this.ask();
      window.setTimeout(asking, ASK_MILLISECONDS);
    };
    window.setTimeout(asking, ASK_MILLISECONDS);
  }

  /** Ask what others have changed; tell whether the school answered. */
  private async ask(): Promise<boolean> {
    const address = `${this.page.root.dataset.stateUrl}?since=${this.known.phrases.version}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return false;
    this.take((await answer.json()) as State);
    return true;
  }

  private take(state: State): void {
    const isFirst = this.known.phrases.version === 0;
    const { changed, gone } = this.known.phrases.take(state);
    if (changed.length || gone.length) this.list.redraw(changed, gone);
    if (isFirst || !changed.length || !state.by) return;
    for (const id of changed) this.list.flash(id, state.by);
    this.page.say(fill(this.page.word("changed"), { name: state.by, count: String(changed.length) }));
  }

  private eventsOf(id: number): OpenEvents {
    return {
      onType: (text) => {
        this.typedAt = Date.now();
        this.saving.type(id, text);
      },
      onAction: (action) => this.deeds.act(action),
      onDo: (name) => this.deeds.press(name),
      onTime: (name, seconds) => this.saving.times.set(id, name, seconds),
      onParagraph: (begins) => void this.saving.change(id, "save", { begins_paragraph: begins }),
    };
  }

  private leave(id: number): void {
    if (this.known.drafts.get(id)) void this.saving.save(id);
  }

  private listen(): void {
    const { page } = this;
    page.find("[data-list]").addEventListener("click", (event) => this.pressRow(event));
    page.find("[data-do=play]").addEventListener("click", () => this.deeds.play());
    page.find("[data-do=doubtful]").addEventListener("click", () => this.deeds.toDoubtful(1));
    page.find("[data-shift]").addEventListener("submit", (event) => void this.shift(event));
    page.find("[data-add]").addEventListener("submit", (event) => void this.add(event));
    page.video?.addEventListener("timeupdate", () => this.follow());
    page.video?.addEventListener("seeking", () => this.follow());
    addEventListener("online", () => this.saving.saveAll());
    addEventListener("pagehide", () => this.saving.saveLast());
  }

  private pressRow(event: Event): void {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-id]");
    if (!row || target.closest(".phrase-open")) return;
    const phrase = this.known.phrases.get(Number(row.dataset.id));
    if (!phrase) return;
    const isToPlay = target.closest("[data-do=play-phrase]") !== null;
    const at = isToPlay ? 0 : placeIn(row);
    this.list.openPhrase(phrase.id, at, at, true);
    if (isToPlay) this.page.playFrom(phrase.seconds);
  }

  private follow(): void {
    const { seconds, video } = this.page;
    const isTyping = Date.now() - this.typedAt < TYPING_MILLISECONDS;
    this.list.follow(seconds, !isTyping && !video?.paused);
    this.wave.draw(seconds);
  }

  private async shift(event: Event): Promise<void> {
    event.preventDefault();
    const by = new FormData(event.target as HTMLFormElement).get("by");
    const { open } = this.list;
    const from = open ? this.known.phrases.get(open.id)?.seconds : 0;
    const answer = await this.saving.changeAll("shift", { seconds: from ?? 0, by_seconds: String(by) });
    if (answer) this.page.say(fill(this.page.word("shifted"), { count: String(answer.count) }));
    await this.ask();
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { seconds } = this.page;
    const text = String(new FormData(form).get("text"));
    const answer = await this.saving.changeAll("add", { text, seconds, end_seconds: seconds + NEW_SECONDS });
    if (!answer) return;
    this.saving.settle(answer, -1, "");
    form.reset();
    this.list.openPhrase(answer.cues[0]?.id, 0, 0, true);
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
if (root) new Editor(new Page(root));
