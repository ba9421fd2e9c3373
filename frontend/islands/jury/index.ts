// The score sheet: saves itself as it is filled in, says so, and is marked by keyboard. Without this script its buttons save everything.

import { sendAfter } from "../draft/leaving.ts";
import { typeDigit } from "./keys.ts";

const PAUSE_MS = 1200;
const RETRY_MS = 5000;
const DIGIT_MS = 900;

function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}

/** Keeps the sheet: one request at a time, each with the version that the last one gave. */
class Keeper {
  private timer = 0;
  private sending: Promise<Response | null> | null = null;
  private isDirty = false;
  private isStopped = false;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly address: string,
  ) {
    form.addEventListener("input", () => this.soon(PAUSE_MS));
    form.addEventListener("change", (event) =>
      this.soon((event.target as HTMLInputElement).type === "radio" ? 0 : 400),
    );
    sendAfter(form, () => this.stop());
    addEventListener("online", () => this.isDirty && this.soon(0));
    addEventListener("beforeunload", (event) => {
      if (this.isDirty && !this.isStopped) event.preventDefault();
    });
  }

  /** Begin nothing any more: the form itself brings everything. */
  private stop(): Promise<unknown> | null {
    this.isStopped = true;
    window.clearTimeout(this.timer);
    return this.sending;
  }

  private soon(pause: number): void {
    this.isDirty = true;
    if (this.isStopped) return;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), pause);
  }

  private say(words: string): void {
    const place = this.form.querySelector<HTMLOutputElement>("[data-status]");
    if (place) place.value = words;
  }

  private async send(): Promise<void> {
    if (this.sending || !this.isDirty || this.isStopped) return;
    this.isDirty = false;
    this.sending = this.post();
    const answer = await this.sending;
    this.sending = null;
    if (this.isDirty) this.soon(answer?.ok ? 0 : RETRY_MS);
  }

  private async post(): Promise<Response | null> {
    this.say(this.form.dataset.wordSaving ?? "");
    const request = { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } };
    const answer = await fetch(this.address, request).catch(() => null);
    // the next one is sent with the version that this one gave
    await this.take(answer);
    return answer;
  }

  private async take(answer: Response | null): Promise<void> {
    if (answer?.ok && !answer.redirected) {
      const told = (await answer.json()) as { version: number };
      const version = this.form.elements.namedItem("version") as HTMLInputElement | null;
      if (version) version.value = String(told.version);
      this.say((this.form.dataset.wordSaved ?? "").replace("{time}", clock()));
      return;
    }
    this.isDirty = true;
    if (answer?.status === 409) {
      // another device was faster, or the time is over: the button shows both
      this.stop();
      this.say(await answer.text());
      return;
    }
    this.say(this.form.dataset.wordKept ?? "");
  }
}

/** Marks by digits, and goes from criterion to criterion. */
class Keys {
  private rest = "";
  private timer = 0;

  constructor(private readonly form: HTMLFormElement) {
    form.addEventListener("keydown", (event) => this.hear(event));
  }

  private hear(event: KeyboardEvent): void {
    const field = event.target as HTMLElement;
    const criterion = field.closest<HTMLElement>("[data-criterion]");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.form.querySelector<HTMLButtonElement>("[name=finish]")?.click();
      return;
    }
    if (!criterion || !(field instanceof HTMLInputElement) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.go(criterion, event.shiftKey ? -1 : 1);
    } else if (/^\d$/.test(event.key)) {
      event.preventDefault();
      this.mark(criterion, event.key);
    }
  }

  private mark(criterion: HTMLElement, digit: string): void {
    const scale = { lowest: Number(criterion.dataset.lowest), highest: Number(criterion.dataset.highest) };
    const typed = typeDigit(this.rest, digit, scale);
    this.rest = typed.rest;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.rest = "";
    }, DIGIT_MS);
    const radio = criterion.querySelector<HTMLInputElement>(`[type=radio][value="${typed.mark}"]`);
    if (!radio) return;
    radio.focus();
    if (!radio.checked) radio.click();
  }

  private go(criterion: HTMLElement, step: number): void {
    this.rest = "";
    const all = [...this.form.querySelectorAll<HTMLElement>("[data-criterion]")];
    const next = all[all.indexOf(criterion) + step];
    const field =
      next?.querySelector<HTMLElement>("[type=radio]:checked") ??
      this.form.querySelector<HTMLElement>(step > 0 ? "#advice" : "[type=radio]:checked");
    field?.focus();
    field?.scrollIntoView({ block: "center" });
  }
}

/** Says how many criteria are marked, and shows the words of each mark that is chosen. */
function tell(form: HTMLFormElement): void {
  const criteria = [...form.querySelectorAll<HTMLElement>("[data-criterion]")];
  const chosen = criteria.map((one) => one.querySelector<HTMLInputElement>("[type=radio]:checked")?.value ?? "");
  const place = form.querySelector<HTMLElement>("[data-marked]");
  const done = chosen.filter(Boolean).length;
  const words = (form.dataset.wordMarked ?? "")
    .replace("{done}", String(done))
    .replace("{all}", String(criteria.length));
  if (place && place.textContent !== words) place.textContent = words;
  for (const [index, criterion] of criteria.entries())
    for (const term of criterion.querySelectorAll("dt")) {
      const isNow = term.textContent === chosen[index];
      for (const one of [term, term.nextElementSibling]) one?.toggleAttribute("data-is-now", isNow);
    }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-jury]")) {
  if (form.dataset.save) new Keeper(form, form.dataset.save);
  new Keys(form);
  form.addEventListener("change", () => tell(form));
  tell(form);
}
for (const hint of document.querySelectorAll<HTMLElement>(".jury-keys")) hint.hidden = false;
