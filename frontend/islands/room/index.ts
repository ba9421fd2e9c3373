// The room of a broadcast: follows what is said, and sends what the viewer says. Without it the page still shows and takes
// words; it only does not move by itself.

import { Chat, type Message } from "./chat.ts";
import { Forms, showHand } from "./forms.ts";
import { mark, Paper, write } from "./paper.ts";
import { type Numbers, type Poll, Polls } from "./polls.ts";
import { type Question, Questions } from "./questions.ts";
import { type News, Stream } from "./stream.ts";
import { Tabs } from "./tabs.ts";
import { Voice } from "./voice.ts";
import { lasting, say } from "./words.ts";

const PEOPLE_MS = 15_000;
const BACK_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

interface Hand {
  by: string;
  name: string;
  place: string;
  up: boolean;
}

class Room {
  private readonly paper: Paper;
  private readonly tabs: Tabs;
  private readonly chat: Chat;
  private readonly questions: Questions;
  private readonly polls: Polls;
  private readonly forms: Forms;
  private readonly voice = new Voice();
  private readonly stopping = new AbortController();
  private readonly timers: number[] = [];
  private stream: Stream | null = null;
  private unread = 0;
  private air = "";
  private isRecorded: boolean | null = null;

  constructor(private readonly root: HTMLElement) {
    this.paper = new Paper(root);
    this.chat = new Chat(this.paper);
    this.questions = new Questions(this.paper);
    this.polls = new Polls(this.paper);
    this.forms = new Forms(this.paper, this.chat, this.questions, () => this.reload());
    this.tabs = new Tabs(root, (name) => this.shown(name));
    this.listen();
    if (root.dataset.hours !== "over") this.follow();
  }

  // --- the page --------------------------------------------------------------------------------------------------------

  private listen(): void {
    const { signal } = this.stopping;
    document.addEventListener("submit", (event) => this.submitted(event), { signal });
    this.root.addEventListener("toggle", (event) => this.toggled(event), { signal, capture: true });
    this.paper.find("[data-aloud]")?.addEventListener("change", (event) => this.readAloud(event), { signal });
    this.timers.push(window.setInterval(() => void this.refreshPeople(), PEOPLE_MS));
    this.timers.push(window.setInterval(() => this.tick(), 1000));
    this.tick();
    const opensIn = Date.parse(this.root.dataset.opens ?? "") - Date.now();
    if (this.root.dataset.hours === "before" && opensIn > 0 && opensIn < LONGEST_TIMER_MS)
      this.timers.push(window.setTimeout(() => void this.reload(), opensIn + 1000));
  }

  private stop(): void {
    this.stopping.abort();
    this.stream?.stop();
    for (const timer of this.timers) window.clearTimeout(timer);
  }

  /** Forms of the speaker's large question stand outside the room. */
  private submitted(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    if (this.root.contains(form) || form.closest("[data-stage]")) this.forms.send(event);
  }

  private toggled(event: Event): void {
    const details = event.target as HTMLDetailsElement;
    if (details.open && details.matches(".room-merge")) this.questions.offerChoices(details);
  }

  private readAloud(event: Event): void {
    const isOn = (event.target as HTMLInputElement).checked;
    const list = this.paper.list("messages");
    if (isOn) list?.setAttribute("aria-live", "polite");
    else list?.removeAttribute("aria-live");
  }

  private shown(name: string): void {
    if (name === "chat") {
      this.unread = 0;
      this.paper.count("unread", "");
      this.voice.forget("messages");
      this.chat?.toEnd();
    }
    if (name === "people") void this.refreshPeople();
  }

  private async refreshPeople(): Promise<void> {
    const place = this.paper.find("[data-people]");
    if (!place || this.tabs.current !== "people" || document.hidden) return;
    const answer = await fetch(this.root.dataset.peopleUrl ?? "", { headers: { Accept: "text/fragment" } }).catch(
      () => null,
    );
    if (answer?.ok) place.innerHTML = await answer.text();
  }

  /** Take the room as the server draws it now; what is typed and which part is shown stay as they are. */
  private async reload(): Promise<void> {
    const answer = await fetch(this.root.dataset.partUrl ?? "").catch(() => null);
    if (!answer?.ok) return;
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector<HTMLElement>("[data-room]");
    if (!fresh) return;
    for (const id of ["room-ask", "room-say"]) keepTyped(this.root, fresh, id);
    const current = this.tabs.current;
    this.stop();
    this.root.replaceWith(fresh);
    const next = new Room(fresh);
    if (fresh.querySelector(`[data-tab="${current}"]`)) next.tabs.show(current);
  }

  private tick(): void {
    const now = new Date();
    const { newMessages = "", newQuestions = "" } = this.root.dataset;
    const news = this.voice
      .take(now.getTime())
      .map(([kind, count]) => say(kind === "messages" ? newMessages : newQuestions, count));
    if (news.length) this.announce(news.join(". "));
    const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", second: "2-digit" };
    for (const place of document.querySelectorAll("[data-clock]"))
      place.textContent = now.toLocaleTimeString(document.documentElement.lang, clock);
    for (const place of document.querySelectorAll<HTMLElement>("[data-since]"))
      place.textContent = lasting(now.getTime() - Date.parse(place.dataset.since ?? ""));
  }

  private announce(text: string): void {
    this.voice.wait(Date.now());
    const place = this.paper.find("[data-announcer]");
    if (place) place.textContent = text;
  }

  private line(text: string | undefined): void {
    const place = this.paper.find("[data-state-line]");
    if (place) place.textContent = text ?? "";
  }

  // --- what happens ------------------------------------------------------------------------------------------------------

  private follow(): void {
    const { events = "", number } = this.root.dataset;
    this.stream = new Stream(events, Number(number), {
      hear: (news) => this.hear(news),
      lost: () => this.line(this.root.dataset.lost),
      back: () => this.back(),
    });
  }

  private back(): void {
    this.line(this.root.dataset.back);
    this.timers.push(window.setTimeout(() => this.line(""), BACK_MS));
  }

  private hear(news: News): void {
    const hearers: Record<string, (news: never) => void> = {
      said: (message: Message) => this.said(message),
      unsaid: ({ token }: { token: string }) => this.chat.remove(token),
      question: (question: Question) => this.asked(question),
      question_gone: ({ token }: { token: string }) => this.questions.remove(token),
      poll: (poll: Poll) => this.polled(poll),
      poll_gone: ({ token }: { token: string }) => this.polls.remove(token),
      hand: (hand: Hand) => this.raised(hand),
      room: (rules: Record<string, unknown>) => this.ruled(rules),
      member: () => void this.refreshPeople(),
      counts: (counts: Record<string, unknown>) => this.counted(counts),
      reset: () => void this.reload(),
    };
    hearers[news.kind]?.(news as never);
  }

  private said(message: Message): void {
    if (!this.chat.draw(message) || message.by === this.root.dataset.me) return;
    if (this.tabs.current === "chat" && !document.hidden) return;
    this.unread += 1;
    this.paper.count("unread", this.unread);
    this.voice.note("messages");
  }

  private asked(question: Question): void {
    const isNew = this.questions.draw(question);
    if (question.state === "answering") this.announce(say(this.root.dataset.answering, question.text));
    else if (isNew && question.by !== this.root.dataset.me) this.voice.note("questions");
  }

  private polled(poll: Poll): void {
    if (!this.polls.draw(poll)) return;
    this.announce(say(this.root.dataset.newPoll, poll.title));
    const isWriting = this.root.contains(document.activeElement) && document.activeElement?.matches("input, textarea");
    if (!isWriting) this.tabs.show("polls");
  }

  private raised(hand: Hand): void {
    const known = this.paper.find(`[data-hand="${CSS.escape(hand.by)}"]`);
    if (!hand.up) known?.remove();
    else if (!known) this.drawHand(hand);
    const form = this.paper.find('[data-form="hand"]');
    if (hand.by === this.root.dataset.me && form instanceof HTMLFormElement) showHand(form, hand.up);
    this.paper.settle("hands");
    this.paper.count("hands", this.paper.list("hands")?.childElementCount ?? 0);
  }

  private drawHand(hand: Hand): void {
    const element = this.paper.make("hand", { member: hand.by });
    if (!element) return;
    element.dataset.hand = hand.by;
    write(element, "name", hand.name);
    write(element, "place", hand.place);
    this.paper.list("hands")?.append(element);
  }

  private ruled(rules: Record<string, unknown>): void {
    const isOpen = Boolean(rules.chat) || this.root.dataset.leader !== undefined;
    const form = this.paper.find('[data-form="say"]');
    if (form) form.hidden = !isOpen;
    const words = this.paper.find("[data-chat-closed]");
    if (words) words.hidden = Boolean(rules.chat);
    mark(this.root, "moderated", Boolean(rules.moderated));
    if (String(Number(rules.guests)) !== this.root.dataset.guests) void this.reload();
  }

  private counted(counts: Record<string, unknown>): void {
    if (typeof counts.here === "number") this.showHere(counts.here);
    if (counts.votes) this.questions.count(counts.votes as Record<string, number>);
    if (counts.polls) this.polls.count(counts.polls as Record<string, Numbers>);
    for (const [kind, count] of Object.entries((counts.reactions as Record<string, number> | undefined) ?? {})) {
      const place = this.paper.find(`[data-reaction="${kind}"]`);
      if (place) place.textContent = String(count);
    }
    this.broadcasted(counts);
  }

  private showHere(count: number): void {
    for (const place of document.querySelectorAll<HTMLElement>("[data-here]")) place.hidden = false;
    for (const place of document.querySelectorAll('[data-count="here"]')) place.textContent = String(count);
  }

  /** The broadcast begins, ends, has a recording: the room opens and closes by it, and the page around it is told. */
  private broadcasted(counts: Record<string, unknown>): void {
    const air = String(counts.air ?? this.air);
    const isRecorded = Boolean(counts.recording ?? this.isRecorded);
    const isNew = air !== this.air || isRecorded !== this.isRecorded;
    const isFirst = this.air === "";
    [this.air, this.isRecorded] = [air, isRecorded];
    if (!isNew) return;
    if (!isFirst) document.dispatchEvent(new CustomEvent("room:air", { detail: { air, isRecorded } }));
    if (air === "ended" || (air === "live" && this.root.dataset.hours === "before"))
      void this.turnOver(air, isRecorded);
  }

  private async turnOver(air: string, isRecorded: boolean): Promise<void> {
    if (air === "ended" && !isRecorded) {
      this.line(this.root.dataset.over);
      return; // the recording comes within seconds; the archive is shown with it
    }
    await this.reload();
  }
}

function keepTyped(before: HTMLElement, after: HTMLElement, id: string): void {
  const [old, fresh] = [before, after].map((root) => root.querySelector<HTMLInputElement>(`#${id}`));
  if (old && fresh) fresh.value = old.value;
}

for (const root of document.querySelectorAll<HTMLElement>("[data-room]")) new Room(root);
