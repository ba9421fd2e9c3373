// Polls: the one being asked, those that are over, and how they stand.

import { type Paper, write } from "./paper.ts";
import { average, percents } from "./words.ts";

export interface Poll {
  token: string;
  how: string;
  title: string;
  state: string;
  live: boolean;
  options: { position: number; title: string }[];
}

export interface Numbers {
  voters: number;
  votes?: number[];
}

const LISTS: Record<string, string> = { open: "poll", closed: "closed-polls", prepared: "prepared-polls" };

export class Polls {
  constructor(private readonly paper: Paper) {}

  /** Draw a poll as it is now; tell whether it has just been asked. */
  draw(poll: Poll): boolean {
    const known = this.element(poll.token);
    const wasOpen = known?.dataset.state === "open";
    const element = known ?? this.make(poll);
    if (!element) return false;
    element.dataset.state = poll.state;
    element.dataset.live = poll.live ? "1" : "0";
    const form = element.querySelector<HTMLFormElement>('[data-form="choose"]');
    if (form) form.hidden = poll.state !== "open";
    this.showResults(element);
    this.put(element, poll.state);
    return poll.state === "open" && !wasOpen;
  }

  remove(token: string): void {
    this.element(token)?.remove();
    this.settle();
  }

  /** Take the answers as they were counted. */
  count(polls: Record<string, Numbers>): void {
    for (const [token, numbers] of Object.entries(polls)) {
      const element = this.element(token);
      if (element) this.fillResults(element, numbers);
    }
  }

  private element(token: string): HTMLElement | null {
    return this.paper.find(`[data-poll="${CSS.escape(token)}"]`);
  }

  private make(poll: Poll): HTMLElement | null {
    const element = this.paper.make("poll", { token: poll.token });
    if (!element) return null;
    element.dataset.poll = poll.token;
    element.dataset.kind = poll.how;
    write(element, "title", poll.title);
    write(element, "title-again", poll.title);
    element.querySelector(".room-choices")?.classList.toggle("room-choices--scale", poll.how === "scale");
    for (const option of poll.options) this.makeOption(element, poll, option);
    return element;
  }

  private makeOption(element: HTMLElement, poll: Poll, option: { position: number; title: string }): void {
    const choice = this.paper.make(poll.how === "several" ? "checkbox" : "radio", {});
    const result = this.paper.make("result", {});
    for (const made of [choice, result]) if (made) write(made, "title", option.title);
    if (choice) {
      const input = choice.querySelector("input");
      if (input) input.value = String(option.position);
      element.querySelector('[data-list="choices"]')?.append(choice);
    }
    if (result) {
      result.querySelector("progress")?.setAttribute("aria-label", option.title);
      element.querySelector('[data-list="results"]')?.append(result);
    }
  }

  private put(element: HTMLElement, state: string): void {
    const list = this.paper.list(LISTS[state] ?? "");
    if (!list) element.remove();
    else if (element.parentElement !== list) list.prepend(element);
    this.settle();
  }

  private settle(): void {
    const open = this.paper.list("poll")?.childElementCount ?? 0;
    const closed = this.paper.list("closed-polls")?.childElementCount ?? 0;
    const words = this.paper.find('[data-empty="polls"]');
    if (words) words.hidden = Boolean(open || closed);
    this.paper.count("poll", open);
  }

  private showResults(element: HTMLElement): void {
    const { state, live } = element.dataset;
    const isPublic = state === "closed" || (state === "open" && live === "1");
    const results = element.querySelector<HTMLElement>("[data-results]");
    if (results) results.hidden = !isPublic && this.paper.root.dataset.leader === undefined;
  }

  private fillResults(element: HTMLElement, { voters, votes }: Numbers): void {
    write(element, "voters", voters);
    if (!votes) return;
    const shares = percents(votes, voters);
    const rows = [...element.querySelectorAll<HTMLElement>("[data-result]")];
    rows.forEach((row, index) => {
      write(row, "percent", shares[index] ?? 0);
      write(row, "votes", votes[index] ?? 0);
      const bar = row.querySelector("progress");
      if (bar) bar.value = shares[index] ?? 0;
    });
    const mean = element.dataset.kind === "scale" ? average(votes) : null;
    const line = element.querySelector<HTMLElement>("[data-average-line]");
    if (line) line.hidden = mean === null;
    write(element, "average", mean === null ? "" : mean.toLocaleString(document.documentElement.lang));
  }
}
