// Saves each answer of a self-check as it is given, and says so; without a connection it is kept on the device and sent
// later, also after the page was closed. Without this script every button of the form saves all answers.

import { sendAfter } from "../draft/leaving.ts";
import { fill } from "../player/time.ts";
import { answerOf, isWhole, markOf, type Pair, pairsOf, swapped } from "./form.ts";
import { Waiting } from "./waiting.ts";

const TYPING_MS = 900;
const RETRY_MS = 5000;

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

class QuizForm {
  private readonly waiting: Waiting;
  private readonly timers = new Map<string, number>();
  private readonly places = new Map<HTMLElement, string[]>();
  private sending: Promise<void> | null = null;
  private isLeaving = false;

  constructor(private readonly form: HTMLFormElement) {
    this.waiting = new Waiting(form.dataset.quiz ?? "", storage());
    form.dataset.alive = "";
    for (const question of this.questions())
      this.places.set(
        question,
        this.selects(question).map(({ value }) => value),
      );
    form.addEventListener("input", (event) => this.hear(event, TYPING_MS));
    form.addEventListener("change", (event) => this.hear(event, 0));
    sendAfter(form, () => this.stop());
    addEventListener("online", () => void this.send());
    this.takeBack();
    this.count();
  }

  private questions(): HTMLElement[] {
    return [...this.form.querySelectorAll<HTMLElement>("[data-question]")];
  }

  private question(id: string): HTMLElement | null {
    return this.form.querySelector<HTMLElement>(`[data-question="${id}"]`);
  }

  private selects(question: HTMLElement): HTMLSelectElement[] {
    return [...question.querySelectorAll("select")];
  }

  private isOrder(question: HTMLElement): boolean {
    return question.querySelector(".question-place--order") !== null;
  }

  private pairs(id: string): Pair[] {
    return pairsOf(id, new FormData(this.form));
  }

  // --- what is given -------------------------------------------------------------------------------------------------

  private hear(event: Event, pause: number): void {
    const field = event.target as HTMLElement;
    const question = field.closest<HTMLElement>("[data-question]");
    const id = question?.dataset.question;
    if (!question || !id) return;
    // who goes on has not left
    this.isLeaving = false;
    if (field instanceof HTMLSelectElement && event.type === "change") this.swap(question, field);
    this.count();
    this.waiting.put(id, this.pairs(id));
    window.clearTimeout(this.timers.get(id));
    this.timers.set(
      id,
      window.setTimeout(() => void this.send(), pause),
    );
  }

  /** In an order each place is taken once: whoever stood there takes the place that became free. */
  private swap(question: HTMLElement, field: HTMLSelectElement): void {
    const selects = this.selects(question);
    let now = selects.map(({ value }) => value);
    if (this.isOrder(question)) {
      now = swapped(this.places.get(question) ?? [], selects.indexOf(field), field.value);
      for (const [index, select] of selects.entries()) select.value = now[index] ?? "";
    }
    this.places.set(question, now);
  }

  private count(): void {
    const place = this.form.querySelector<HTMLElement>("[data-answered]");
    const questions = this.questions();
    const done = questions.filter((one) => {
      const places = this.selects(one).length;
      return one.matches(":disabled") || isWhole(this.pairs(one.dataset.question ?? ""), places, this.isOrder(one));
    }).length;
    const words = fill(this.form.dataset.wordAnswered ?? "", { done: String(done), all: String(questions.length) });
    if (place && place.textContent !== words) place.textContent = words;
  }

  // --- what was kept on this device ----------------------------------------------------------------------------------

  /** Put answers back that did not reach the school, unless it has had others since. */
  private takeBack(): void {
    for (const [id, pairs] of this.waiting.all()) {
      const question = this.question(id);
      if (question && markOf(pairs) === markOf(this.pairs(id))) this.show(question, answerOf(pairs));
      else this.waiting.done(id, pairs);
    }
    void this.send();
  }

  private show(question: HTMLElement, answer: Pair[]): void {
    for (const field of question.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
      "input:not([type=hidden]), select, textarea",
    )) {
      const values = answer.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field instanceof HTMLInputElement && field.type !== "text") field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
    }
    this.places.set(
      question,
      this.selects(question).map(({ value }) => value),
    );
  }

  // --- sending, one after the other ----------------------------------------------------------------------------------

  /** Begin nothing any more: the form itself brings everything. */
  private stop(): Promise<void> | null {
    this.isLeaving = true;
    this.timers.forEach(window.clearTimeout);
    return this.sending;
  }

  private async send(): Promise<void> {
    if (this.sending || this.isLeaving) return;
    this.sending = this.sendAll();
    await this.sending;
    this.sending = null;
    // what was given while something else was being sent
    if (this.waiting.all().length && navigator.onLine) window.setTimeout(() => void this.send(), RETRY_MS);
  }

  private async sendAll(): Promise<void> {
    for (const [id, pairs] of this.waiting.all()) {
      if (this.isLeaving) break;
      const isReached = await this.sendOne(id, pairs);
      if (!isReached) {
        window.setTimeout(() => void this.send(), RETRY_MS);
        break;
      }
    }
  }

  /** Send an answer; tell whether the school was reached at all. */
  private async sendOne(id: string, pairs: Pair[]): Promise<boolean> {
    const { save = "", wordSaving = "", wordSaved = "", wordKept = "", wordRefused = "" } = this.form.dataset;
    this.say(id, wordSaving);
    const body = new URLSearchParams(pairs);
    body.set("csrfmiddlewaretoken", new FormData(this.form).get("csrfmiddlewaretoken")?.toString() ?? "");
    const answer = await fetch(save, { method: "POST", body, headers: { Accept: "application/json" } }).catch(
      () => null,
    );
    if (!answer || answer.redirected || answer.status >= 500) {
      this.say(id, wordKept);
      return false;
    }
    if (answer.ok) this.take((await answer.json()) as { marks: Record<string, string> });
    this.say(id, answer.ok ? fill(wordSaved, { time: clock() }) : wordRefused);
    this.waiting.done(id, pairs);
    this.freshen(id);
    return true;
  }

  private take({ marks }: { marks: Record<string, string> }): void {
    for (const [id, mark] of Object.entries(marks)) {
      const field = this.question(id)?.querySelector<HTMLInputElement>(`[name="q${id}-mark"]`);
      if (field) field.value = mark;
    }
  }

  /** An answer that was changed while it was sent is compared with what the school has now. */
  private freshen(id: string): void {
    if (this.waiting.all().some(([other]) => other === id)) this.waiting.put(id, this.pairs(id));
  }

  private say(id: string, words: string): void {
    const place = this.question(id)?.querySelector<HTMLOutputElement>("[data-status]");
    if (place) place.value = words;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-quiz]")) new QuizForm(form);
