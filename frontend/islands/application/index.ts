// A section of an application: counts characters, saves what is typed, keeps it on the device while there is no connection, and shows both
// texts where a co-author has written into the same field. A form without an address to save at is a preview. Without this script the buttons of the form do all that.
// A form with `data-compare` sets the second text aside in the history: until somebody presses a button what is typed goes there too.

import { clock, storage } from "../draft/device.ts";
import { sendAfter } from "../draft/leaving.ts";
import { type Said, theirsBlock } from "../draft/theirs.ts";
import { fill } from "../player/time.ts";
import { Waiting } from "../quiz/waiting.ts";
import { count } from "./characters.ts";
import { isSame, markOf, type Pair, pairsOf, rowNumbers, typedOf } from "./fields.ts";
import { addRow, markDropped, refer, rowsOf, sum } from "./rows.ts";

const TYPING_MS = 1200;
const RETRY_MS = 5000;

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Told = { marks: Record<string, string>; theirs: Record<string, string> };

function fillIn(control: Control, values: string[]): void {
  if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type))
    control.checked = values.includes(control.value);
  else control.value = values[0] ?? (control.type === "hidden" ? control.value : "");
}

class ApplicationForm {
  private readonly waiting: Waiting;
  /** fields that a co-author has changed too: nothing of them is sent until somebody has looked */
  private readonly held = new Set<string>();
  private timer = 0;
  private sending: Promise<boolean> | null = null;
  private isLeaving = false;

  constructor(private readonly form: HTMLFormElement) {
    this.waiting = new Waiting(`application:${form.dataset.application ?? ""}`, storage());
    form.dataset.alive = "";
    form.addEventListener("input", (event) => this.hear(event));
    form.addEventListener("change", (event) => this.hear(event));
    form.addEventListener("click", (event) => this.press(event));
    sendAfter(form, () => this.stop());
    addEventListener("online", () => void this.send());
    this.takeBack();
    for (const field of this.fields()) this.draw(field);
    this.ask();
  }

  /** The school keeps the second of two texts in the history. */
  private get setsAside(): boolean {
    return Boolean(this.form.dataset.compare);
  }

  private fields(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-field]")];
  }

  private field(key: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-field="${key}"]`);
  }

  private pairs(key: string): Pair[] {
    return pairsOf(key, new FormData(this.form));
  }

  // --- what is typed -------------------------------------------------------------------------------------------------

  private hear(event: Event): void {
    const target = event.target as Control;
    const field = target.closest<HTMLElement>("[data-field]");
    const key = field?.dataset.field;
    if (!field || !key) return;
    if (target instanceof HTMLInputElement && target.type === "file") {
      if (event.type === "change" && target.files?.length)
        this.form.requestSubmit(field.querySelector<HTMLButtonElement>("[data-send]"));
      return;
    }
    this.draw(field);
    this.ask();
    this.held.delete(key);
    this.keep(key);
  }

  private keep(key: string): void {
    if (!this.form.dataset.save) return; // a preview
    // who goes on has not left
    this.isLeaving = false;
    this.waiting.put(key, this.pairs(key));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), TYPING_MS);
  }

  private press(event: Event): void {
    const button = (event.target as HTMLElement).closest<HTMLButtonElement>("[data-more], [data-mine], [data-leave]");
    const field = button?.closest<HTMLElement>("[data-field]");
    if (!button || !field) return;
    event.preventDefault();
    if (button.matches("[data-more]")) {
      const row = addRow(field);
      // its lists know only what was there when the page was made
      for (const one of this.fields()) this.draw(one);
      row?.querySelector<Control>("input:not([type=hidden]), textarea, select")?.focus();
      return;
    }
    const key = field.dataset.field ?? "";
    if (button.matches("[data-leave]")) {
      this.waiting.done(key, this.waiting.all().find(([other]) => other === key)?.[1] ?? []);
      location.reload();
      return;
    }
    if (field.dataset.theirMark) this.setMark(field, field.dataset.theirMark);
    field.querySelector("[data-theirs]")?.remove();
    this.held.delete(key);
    this.keep(key);
  }

  // --- what is shown -------------------------------------------------------------------------------------------------

  private draw(field: HTMLElement): void {
    this.count(field);
    if (field.dataset.kind !== "rows") return;
    markDropped(field);
    sum(field);
    refer(this.form, field);
  }

  private count(field: HTMLElement): void {
    const control = field.querySelector<HTMLInputElement | HTMLTextAreaElement>("[data-most]");
    const place = field.querySelector<HTMLElement>("[data-count]");
    if (!control || !place) return;
    const most = Number(control.dataset.most);
    const length = count(control.value);
    const { wordCount = "", wordOver = "" } = this.form.dataset;
    const words = fill(wordCount, { count: String(length), most: String(most) });
    place.textContent = length > most ? `${words} · ${fill(wordOver, { over: String(length - most) })}` : words;
    place.classList.toggle("count--over", length > most);
  }

  /** Show the fields that are asked for by what others of the page say. */
  private ask(): void {
    const sent = new FormData(this.form);
    for (const field of this.form.querySelectorAll<HTMLElement>("[data-depends]")) {
      const values = (field.dataset.values ?? "").split("\n");
      const asker = this.form.querySelector(`[name="${field.dataset.depends}"]`)?.closest<HTMLElement>("[data-field]");
      const isAsked = sent.getAll(field.dataset.depends ?? "").some((one) => values.includes(String(one)));
      field.hidden = !isAsked || Boolean(asker?.hidden);
    }
  }

  // --- what was kept on this device ----------------------------------------------------------------------------------

  /** Put back what did not reach the school; where it has another text by now, show both. */
  private takeBack(): void {
    const back = this.waiting.all().filter(([key, pairs]) => this.takeBackField(key, pairs));
    if (back.length) this.say(this.form.dataset.wordBack ?? "");
  }

  /** Tell whether the page had to be changed. */
  private takeBackField(key: string, pairs: Pair[]): boolean {
    const field = this.field(key);
    if (!field || isSame(key, pairs, this.pairs(key))) {
      this.waiting.done(key, pairs);
      return false;
    }
    const theirs = this.plain(field);
    const isFresh = markOf(key, pairs) === markOf(key, this.pairs(key));
    this.show(key, field, pairs);
    // the school is to see what stood there when it was written, and sets it aside
    if (this.setsAside) this.setMark(field, markOf(key, pairs));
    if (isFresh || this.setsAside) this.keep(key);
    else this.showTheirs(key, theirs);
    return true;
  }

  private show(key: string, field: HTMLElement, pairs: Pair[]): void {
    const numbers = rowNumbers(key, pairs);
    while (numbers.length && rowsOf(field).length <= Math.max(...numbers)) if (!addRow(field)) break;
    for (const control of field.querySelectorAll<Control>("input:not([data-mark], [type=file]), select, textarea"))
      fillIn(
        control,
        pairs.filter(([name]) => name === control.name).map(([, value]) => value),
      );
  }

  private plain(field: HTMLElement): string {
    const key = field.dataset.field ?? "";
    return typedOf(key, this.pairs(key))
      .map(([, value]) => value)
      .join("\n");
  }

  // --- sending -------------------------------------------------------------------------------------------------------

  /** Begin nothing any more: the form itself brings everything. */
  private stop(): Promise<boolean> | null {
    this.isLeaving = true;
    window.clearTimeout(this.timer);
    return this.sending;
  }

  private async send(): Promise<void> {
    const ready = this.waiting.all().filter(([key]) => !this.held.has(key));
    if (this.sending || this.isLeaving || !ready.length) return;
    this.sending = this.sendAll(ready);
    const isReached = await this.sending;
    this.sending = null;
    if (this.isLeaving) return;
    const isMore = this.waiting.all().some(([key]) => !this.held.has(key));
    if (!isReached || isMore) this.timer = window.setTimeout(() => void this.send(), isReached ? TYPING_MS : RETRY_MS);
  }

  /** Send fields; tell whether the school was reached at all. */
  private async sendAll(ready: [string, Pair[]][]): Promise<boolean> {
    const { save = "", wordSaving = "", wordSaved = "", wordKept = "", wordRefused = "" } = this.form.dataset;
    this.say(wordSaving);
    const body = new URLSearchParams(ready.flatMap(([, pairs]) => pairs));
    body.set("csrfmiddlewaretoken", new FormData(this.form).get("csrfmiddlewaretoken")?.toString() ?? "");
    const answer = await fetch(save, { method: "POST", body, headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (!answer || answer.redirected || answer.status >= 500) {
      this.say(wordKept);
      return false;
    }
    if (!answer.ok) {
      for (const [key] of ready) this.held.add(key);
      this.say(answer.status === 409 ? `${await answer.text()}` : wordRefused);
      return true;
    }
    this.take(ready, (await answer.json()) as Told);
    if (!this.held.size && !this.form.querySelector("[data-mine]")) this.say(fill(wordSaved, { time: clock() }));
    return true;
  }

  private take(sent: [string, Pair[]][], { marks, theirs }: Told): void {
    for (const [key, pairs] of sent) {
      const field = this.field(key);
      const text = theirs[key];
      if (text !== undefined) this.part(key, pairs, marks[key] ?? "", text);
      else {
        if (field && key in marks) this.setMark(field, marks[key] ?? "");
        field?.querySelector("[data-theirs]:has([data-mine])")?.remove();
        this.settle(key, pairs);
      }
    }
  }

  /** Two have written into a field: show both. Where the second text is set aside the page goes on with the mark that it had. */
  private part(key: string, pairs: Pair[], mark: string, text: string): void {
    const field = this.field(key);
    if (field && this.setsAside) field.dataset.theirMark = mark;
    else if (field) this.setMark(field, mark);
    this.showTheirs(key, text);
    if (this.setsAside) this.settle(key, pairs);
  }

  private setMark(field: HTMLElement, value: string): void {
    const mark = field.querySelector<HTMLInputElement>("[data-mark]");
    if (mark) mark.value = value;
  }

  /** Forget what the school has; what was changed while it was sent is compared with that. */
  private settle(key: string, pairs: Pair[]): void {
    this.waiting.done(key, pairs);
    if (this.waiting.all().some(([other]) => other === key)) this.waiting.put(key, this.pairs(key));
  }

  private showTheirs(key: string, text: string): void {
    const field = this.field(key);
    if (!field) return;
    const { wordTheirs = "", wordEmptied = "", wordMine = "" } = this.form.dataset;
    this.say(text ? wordTheirs : wordEmptied);
    // what is typed on goes into the history too, and the words stay as they are
    if (!this.setsAside) this.held.add(key);
    else if (field.querySelector("[data-theirs]:has([data-mine]) .theirs-text")?.textContent === text) return;
    field.querySelector("[data-theirs]")?.remove();
    const words = text ? wordTheirs : wordEmptied;
    const block = theirsBlock({ words, text, mine: wordMine, aside: this.setsAside ? this.aside(key) : undefined });
    field.querySelector(":scope > :is(label, .label)")?.after(block);
  }

  /** One's own text is kept too: where the two are compared, and how one goes on with the other. */
  private aside(key: string): Said["aside"] {
    const { compare = "", wordCompare = "", wordKeptAside = "", wordLeave = "" } = this.form.dataset;
    const address = `${fill(compare, { key })}?old=now&new=aside`;
    return { leave: wordLeave, kept: wordKeptAside, compare: wordCompare, address };
  }

  private say(words: string): void {
    const place = this.form.querySelector<HTMLOutputElement>("[data-status]");
    if (place) place.value = words;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-application]")) new ApplicationForm(form);
