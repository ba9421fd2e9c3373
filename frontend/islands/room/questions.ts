// Questions to the speaker: drawn, put in order, counted.

import { byAge, compare, listOf, placeIn, type Standing } from "./order.ts";
import { mark, type Paper, write, writeTime } from "./paper.ts";

export interface Question {
  token: string;
  by: string;
  name: string;
  place: string;
  text: string;
  state: string;
  votes: number;
  pinned: boolean;
  at: string;
  key?: string;
}

export class Questions {
  constructor(private readonly paper: Paper) {}

  /** Draw a question as it is now; tell whether it is new. */
  draw(question: Question): boolean {
    const known = this.element(question.token);
    const element = known ?? this.paper.make("question", { token: question.token });
    if (!element) return false;
    this.fill(element, question);
    this.put(element);
    if (!known) this.markOwn(element, question.by);
    return !known;
  }

  remove(token: string): void {
    this.element(token)?.remove();
    this.settle();
  }

  /** Take the votes as they were counted. */
  count(votes: Record<string, number>): void {
    for (const [token, count] of Object.entries(votes)) {
      const element = this.element(token);
      if (!element || element.dataset.votes === String(count)) continue;
      element.dataset.votes = String(count);
      write(element, "votes", count);
      this.put(element);
    }
    this.showStage();
  }

  /** Show a vote of the viewer, before or after the school has counted it. */
  vote(form: HTMLFormElement, isWanted: boolean, votes: number | null): void {
    const element = form.closest<HTMLElement>("[data-question]");
    const wish = form.querySelector<HTMLInputElement>("[name=is_wanted]");
    if (!element || !wish) return;
    form.querySelector("button")?.setAttribute("aria-pressed", String(isWanted));
    wish.value = isWanted ? "" : "1";
    const count = votes ?? Number(element.dataset.votes) + (isWanted ? 1 : -1);
    this.count({ [element.dataset.question ?? ""]: count });
  }

  /** Offer the open questions as those that another asks the same as. */
  offerChoices(details: HTMLElement): void {
    const own = details.closest<HTMLElement>("[data-question]")?.dataset.question;
    const select = details.querySelector<HTMLSelectElement>("[data-choices]");
    const others = this.paper.all(':is([data-list="questions"], [data-list="answered"]) > [data-question]');
    const options = others
      .filter((other) => other.dataset.question !== own)
      .map((other) => new Option(textOf(other).slice(0, 80), other.dataset.question));
    select?.replaceChildren(...options);
  }

  /** Show the next question in large letters, where the page has a place for it. */
  showStage(): void {
    const stage = document.querySelector<HTMLElement>("[data-stage]");
    if (!stage) return;
    const next = this.paper.list("questions")?.firstElementChild;
    const question = next instanceof HTMLElement ? next : null;
    stage.dataset.state = question?.dataset.state ?? "";
    for (const name of ["text", "name", "place", "votes"])
      write(stage, name, question?.querySelector(`[data-word="${name}"]`)?.textContent ?? "");
    aim(stage, question?.dataset.question ?? "token");
  }

  private element(token: string): HTMLElement | null {
    return this.paper.find(`[data-question="${CSS.escape(token)}"]`);
  }

  private fill(element: HTMLElement, question: Question): void {
    element.dataset.question = question.token;
    element.dataset.by = question.by;
    element.dataset.state = question.state;
    element.dataset.votes = String(question.votes);
    element.dataset.pinned = question.pinned ? "1" : "0";
    element.dataset.at = question.at;
    for (const name of ["text", "name", "place", "votes"] as const) write(element, name, question[name]);
    write(element, "text-again", question.text);
    writeTime(element, question.at);
    mark(element, "answering", question.state === "answering");
    mark(element, "answered", question.state === "answered");
    mark(element, "pinned", question.pinned);
  }

  /** Who has asked has voted. */
  private markOwn(element: HTMLElement, by: string): void {
    if (!by || by !== this.paper.root.dataset.me) return;
    element.querySelector(".room-vote button")?.setAttribute("aria-pressed", "true");
    const wish = element.querySelector<HTMLInputElement>(".room-vote [name=is_wanted]");
    if (wish) wish.value = "";
  }

  /** Put a question into its list at its place; whoever has the keyboard in it keeps it. */
  private put(element: HTMLElement): void {
    const name = listOf(element.dataset.state ?? "");
    const list = this.paper.list(name);
    if (!list) {
      element.remove();
      this.settle();
      return;
    }
    const others = ([...list.children] as HTMLElement[]).filter((other) => other !== element);
    const order = name === "questions" ? compare : byAge;
    const place = placeIn(others.map(standingOf), standingOf(element), order);
    const before = others[place] ?? null;
    if (element.parentElement !== list || element.nextElementSibling !== before) {
      const active = element.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
      list.insertBefore(element, before);
      active?.focus();
    }
    this.settle();
  }

  private settle(): void {
    for (const name of ["questions", "answered", "waiting", "declined"]) this.paper.settle(name);
    const [open, answered] = ["questions", "answered"].map((name) => this.paper.list(name)?.childElementCount ?? 0);
    const words = this.paper.find('[data-empty="questions"]');
    if (words) words.hidden = Boolean(open || answered);
    this.paper.count("questions", open ?? 0);
    this.paper.count("answered", answered ?? 0);
    this.showStage();
  }
}

function standingOf(element: HTMLElement): Standing {
  const { state = "", votes, pinned, at = "" } = element.dataset;
  return { state, votes: Number(votes), isPinned: pinned === "1", at };
}

function textOf(element: HTMLElement): string {
  return element.querySelector('[data-word="text"]')?.textContent ?? "";
}

/** Let the forms of the large question do what they do with this one. */
function aim(stage: HTMLElement, token: string): void {
  for (const element of stage.querySelectorAll("form, button"))
    for (const name of ["action", "formaction"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/\/questions\/[^/]+\//u, `/questions/${token}/`));
    }
}
