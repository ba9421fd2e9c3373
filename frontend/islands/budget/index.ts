// The budget as a sheet: sums while one types, keys as in a spreadsheet, cells of Excel pasted into it, saved by itself; only lines that were
// touched are sent, and what co-authors do to other lines appears. Without this script the buttons of the form do all that.

import { sendAfter } from "../draft/leaving.ts";
import { fill } from "../player/time.ts";
import { Waiting } from "../quiz/waiting.ts";
import { moveFrom } from "./keys.ts";
import { type Cells, type Control, drawTotals, Line, newName, type Pair } from "./sheet.ts";

const TYPING_MS = 1200;
const RETRY_MS = 5000;

type Told = {
  marks: Record<string, string>;
  fresh: Record<string, Cells>;
  gone: string[];
  theirs: Record<string, string>;
};

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off
  }
}

function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}

class BudgetSheet {
  private readonly waiting: Waiting;
  /** lines that a co-author has changed too: nothing of them is sent until somebody has looked */
  private readonly held = new Set<string>();
  private timer = 0;
  private sending: Promise<boolean> | null = null;
  private isLeaving = false;

  constructor(private readonly form: HTMLFormElement) {
    this.waiting = new Waiting(`budget:${form.dataset.budget ?? ""}`, storage());
    form.dataset.alive = "";
    this.hideBlanks();
    form.addEventListener("input", (event) => this.hear(event));
    form.addEventListener("change", (event) => this.hear(event));
    form.addEventListener("click", (event) => this.press(event));
    form.addEventListener("keydown", (event) => moveFrom(event, form));
    form.addEventListener("paste", (event) => this.paste(event));
    sendAfter(form, () => this.stop());
    addEventListener("online", () => void this.send());
    this.takeBack();
    this.draw();
  }

  private get lines(): Line[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-line]")].map((place) => new Line(place));
  }

  private line(id: string): Line | undefined {
    return this.lines.find((line) => line.id === id);
  }

  /** New lines stand under their articles here. */
  private hideBlanks(): void {
    for (const place of this.form.querySelectorAll<HTMLElement>("[data-blank], [data-blanks]")) place.remove();
    for (const button of this.form.querySelectorAll<HTMLElement>("[data-more]")) button.hidden = false;
  }

  // --- what is typed -------------------------------------------------------------------------------------------------

  private hear(event: Event): void {
    const control = event.target as Control;
    const place = control.closest<HTMLElement>("[data-line]");
    if (!place) return;
    const line = new Line(place);
    if (event.type === "change" && control.dataset.column === "article") this.settleIn(line, true);
    this.held.delete(line.id);
    this.draw();
    this.keep(line);
  }

  private keep(line: Line): void {
    if (line.isEmpty && !line.mark && !line.isDropped) return; // a new line that holds nothing yet
    // who goes on has not left
    this.isLeaving = false;
    this.waiting.put(line.id, line.pairs(true));
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), TYPING_MS);
  }

  private press(event: Event): void {
    const button = (event.target as HTMLElement).closest<HTMLElement>("[data-more], [data-mine], [data-take]");
    if (!button) return;
    event.preventDefault();
    if (button.matches("[data-more]")) this.add(button.closest<HTMLElement>("[data-article]")?.dataset.article ?? "");
    const place = button.closest<HTMLElement>("[data-line]");
    if (!place) return;
    const line = new Line(place);
    place.querySelector("[data-theirs]")?.remove();
    this.held.delete(line.id);
    if (button.matches("[data-mine]")) {
      this.keep(line);
      return;
    }
    this.forget(line.id);
    location.reload(); // nothing of it waits any more: the page is what stands there
  }

  private add(article: string): void {
    const most = Number(this.form.dataset.most);
    if (this.lines.filter((line) => !line.isDropped).length >= most) {
      this.say(fill(this.form.dataset.wordFull ?? "", { most: String(most) }));
      return;
    }
    const line = this.insert(newName());
    const list = line?.control("article");
    if (!line || !list) return;
    list.value = article;
    this.settleIn(line, false);
    this.draw();
    line.control("name")?.focus();
  }

  private insert(id: string): Line | null {
    const pattern = this.form.querySelector<HTMLTemplateElement>("template[data-pattern]");
    const table = this.form.querySelector("table");
    if (!pattern || !table) return null;
    const numbers = [...this.form.querySelectorAll<HTMLInputElement>("[data-id]")].map((one) =>
      Number(/-(\d+)-id$/.exec(one.name)?.[1] ?? 0),
    );
    const number = String(Math.max(-1, ...numbers) + 1);
    const made = document.createElement("table");
    made.innerHTML = pattern.innerHTML.replaceAll("{row}", number).replaceAll("{id}", id);
    const place = made.querySelector<HTMLElement>("[data-line]");
    if (!place) return null;
    table.querySelector("tfoot")?.before(place);
    return new Line(place);
  }

  /** Put a line where the lines of its article end. */
  private settleIn(line: Line, isKept: boolean): void {
    const head = this.form.querySelector<HTMLElement>(`[data-article="${CSS.escape(line.value("article"))}"]`);
    if (!head) return;
    let last = head;
    while (last.nextElementSibling?.matches("[data-line]")) last = last.nextElementSibling as HTMLElement;
    if (last === line.place) return;
    const focused = document.activeElement as HTMLElement | null;
    last.after(line.place);
    if (isKept) focused?.focus();
  }

  private draw(): void {
    const { lines } = this;
    for (const line of lines) line.draw();
    drawTotals(this.form, lines);
  }

  // --- cells of Excel ------------------------------------------------------------------------------------------------

  /** Several cells go to the page that shows them before they are taken; one is typed as usual. */
  private paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const target = event.target as HTMLElement;
    const isTable = text.includes("\t") || (target instanceof HTMLInputElement && text.trim().includes("\n"));
    const form = document.querySelector<HTMLFormElement>(`#${this.form.dataset.paste ?? ""}`);
    if (!isTable || !form) return;
    event.preventDefault();
    const place = target.closest<HTMLElement>("[data-line]");
    const table = form.querySelector<HTMLTextAreaElement>('[name="table"]');
    const article = form.querySelector<HTMLInputElement>('[name="article"]');
    if (!table || !article) return;
    table.value = text;
    article.value = place ? new Line(place).value("article") : "";
    void Promise.resolve(this.sending)
      .then(() => this.send())
      .then(() => form.submit());
  }

  // --- what was kept on this device ----------------------------------------------------------------------------------

  /** Put back what did not reach the school; where it has another text by now, show both. */
  private takeBack(): void {
    const back = this.waiting.all();
    for (const [id, pairs] of back) {
      const line = this.line(id) ?? this.insert(id);
      if (line) this.bringBack(line, pairs);
    }
    if (back.length) this.say(this.form.dataset.wordBack ?? "");
  }

  private bringBack(line: Line, pairs: Pair[]): void {
    const sent = Object.fromEntries(pairs.map(([name, value]) => [name.replace(/^f-.+?-\d+-/, ""), value]));
    const theirs = Object.values(line.cells).filter(Boolean).join(" · ");
    line.cells = sent;
    if (line.drop) line.drop.checked = "drop" in sent;
    this.settleIn(line, false);
    if (sent.mark === line.mark) this.keep(line);
    else this.showTheirs(line, theirs);
  }

  private forget(id: string): void {
    for (const [other, pairs] of this.waiting.all()) if (other === id) this.waiting.done(other, pairs);
  }

  // --- sending -------------------------------------------------------------------------------------------------------

  /** Begin nothing any more: the form itself brings everything. */
  private stop(): Promise<boolean> | null {
    this.isLeaving = true;
    window.clearTimeout(this.timer);
    return this.sending;
  }

  private async send(): Promise<void> {
    const ready = this.waiting.all().filter(([id]) => !this.held.has(id));
    if (this.sending || this.isLeaving || !ready.length) return;
    this.sending = this.sendAll(ready);
    const isReached = await this.sending;
    this.sending = null;
    if (this.isLeaving) return;
    const isMore = this.waiting.all().some(([id]) => !this.held.has(id));
    if (!isReached || isMore) this.timer = window.setTimeout(() => void this.send(), isReached ? TYPING_MS : RETRY_MS);
  }

  /** Send the lines in their order; tell whether the school was reached at all. */
  private async sendAll(ready: [string, Pair[]][]): Promise<boolean> {
    const { wordSaving = "", wordKept = "" } = this.form.dataset;
    this.say(wordSaving);
    const answer = await this.post(new Set(ready.map(([id]) => id)));
    if (!answer || answer.redirected || answer.status >= 500) {
      this.say(wordKept);
      return false;
    }
    if (answer.ok) this.take(ready, (await answer.json()) as Told);
    else await this.hold(ready, answer);
    return true;
  }

  private async post(touched: Set<string>): Promise<Response | null> {
    const known = this.lines.filter((line) => line.mark || touched.has(line.id));
    const body = new URLSearchParams(known.flatMap((line) => line.pairs(touched.has(line.id))));
    body.set("csrfmiddlewaretoken", new FormData(this.form).get("csrfmiddlewaretoken")?.toString() ?? "");
    const asked = { method: "POST", body, headers: { Accept: "application/json" } };
    return fetch(this.form.dataset.save ?? "", asked).catch(() => null);
  }

  private async hold(ready: [string, Pair[]][], answer: Response): Promise<void> {
    for (const [id] of ready) this.held.add(id);
    this.say(answer.status === 409 ? await answer.text() : (this.form.dataset.wordRefused ?? ""));
  }

  /** Go on from what the school has. */
  private take(sent: [string, Pair[]][], { marks, fresh, gone, theirs }: Told): void {
    const known = this.lines.filter((line) => !(line.id in fresh));
    for (const line of known) line.mark = marks[line.id] ?? line.mark;
    const undisputed = sent.filter(([id]) => !this.isDisputed(id, theirs));
    for (const [id, pairs] of undisputed) this.settle(id, pairs);
    for (const id of gone) this.leave(id);
    for (const [id, cells] of Object.entries(fresh)) this.renew(id, cells, marks[id] ?? "");
    this.draw();
    if (!this.held.size) this.tellSaved(Object.keys(fresh).length > 0);
  }

  private tellSaved(isFresh: boolean): void {
    const { wordSaved = "", wordFresh = "" } = this.form.dataset;
    const words = fill(wordSaved, { time: clock() });
    this.say(isFresh ? `${words}. ${wordFresh}` : words);
  }

  /** Show what another has written into a line that was sent; tell whether somebody did. */
  private isDisputed(id: string, theirs: Record<string, string>): boolean {
    const line = id in theirs ? this.line(id) : undefined;
    if (line) this.showTheirs(line, theirs[id] ?? "");
    return Boolean(line);
  }

  private isWaiting(id: string): boolean {
    return this.waiting.all().some(([other]) => other === id);
  }

  /** Take off a line that another has removed; one that was removed here stays to be brought back as a new one. */
  private leave(id: string): void {
    const line = this.line(id);
    if (!line || this.isWaiting(id)) return;
    if (line.isDropped) line.mark = "";
    else line.place.remove();
  }

  /** Show what another has written into a line that was not touched here. */
  private renew(id: string, cells: Cells, mark: string): void {
    if (this.isWaiting(id)) return; // it is being typed in; its old mark will tell
    const line = this.line(id) ?? this.insert(id);
    if (!line) return;
    line.cells = cells;
    line.mark = mark;
    this.settleIn(line, true);
  }

  /** Forget what the school has; what was changed while it was sent goes next. */
  private settle(id: string, pairs: Pair[]): void {
    this.waiting.done(id, pairs);
    const line = this.line(id);
    if (line && this.isWaiting(id)) this.waiting.put(id, line.pairs(true));
  }

  private showTheirs(line: Line, text: string): void {
    this.held.add(line.id);
    line.place.querySelector("[data-theirs]")?.remove();
    const { wordTheirs = "", wordMine = "", wordTake = "" } = this.form.dataset;
    const block = Object.assign(document.createElement("div"), { className: "theirs" });
    block.dataset.theirs = "";
    block.setAttribute("role", "alert");
    const head = Object.assign(document.createElement("p"), { textContent: wordTheirs, className: "help" });
    const body = Object.assign(document.createElement("div"), { textContent: text, className: "theirs-text" });
    const mine = Object.assign(document.createElement("button"), { type: "button", textContent: wordMine });
    mine.className = "button button--second";
    mine.dataset.mine = "";
    const other = Object.assign(document.createElement("button"), { type: "button", textContent: wordTake });
    other.className = "button button--quiet";
    other.dataset.take = "";
    block.append(head, body, mine, other);
    line.place.querySelector(".sheet-more-cells td")?.append(block);
    this.say(wordTheirs);
  }

  private say(words: string): void {
    const place = this.form.querySelector<HTMLOutputElement>("[data-status]");
    if (place) place.value = words;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-budget]")) new BudgetSheet(form);
