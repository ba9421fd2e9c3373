// What the viewer sends: every form of the room goes without leaving the page, and nothing typed is lost.

import type { Chat } from "./chat.ts";
import type { Paper } from "./paper.ts";
import { type Answer, post, postAgain, toast } from "./post.ts";
import type { Questions } from "./questions.ts";
import { newKey } from "./words.ts";

type Sender = (form: HTMLFormElement, body: FormData, url: string) => Promise<void>;

export class Forms {
  private readonly senders: Record<string, Sender>;

  constructor(
    private readonly paper: Paper,
    private readonly chat: Chat,
    private readonly questions: Questions,
    private readonly reload: () => Promise<void>,
  ) {
    this.senders = {
      say: (form, body, url) => this.say(form, body, url),
      ask: (form, body, url) => this.ask(form, body, url),
      vote: (form, body, url) => this.vote(form, body, url),
      hand: (form, body, url) => this.hand(form, body, url),
      choose: (form, body, url) => this.choose(form, body, url),
      react: (_form, body, url) => this.react(body, url),
      enter: (_form, body, url) => this.enter(body, url),
      poll: (form, body, url) => this.poll(form, body, url),
    };
  }

  /** Send a form of the room by its kind; any other one is done when the school has taken it. */
  send(event: SubmitEvent): void {
    const form = event.target as HTMLFormElement;
    const kind = form.dataset.form;
    if (!kind) return;
    event.preventDefault();
    const button = event.submitter instanceof HTMLButtonElement ? event.submitter : null;
    const body = new FormData(form);
    if (button?.name) body.append(button.name, button.value);
    const url = button?.getAttribute("formaction") ?? form.action;
    void (this.senders[kind] ?? ((_form, words, address) => this.plain(words, address)))(form, body, url);
  }

  private async plain(body: FormData, url: string): Promise<void> {
    this.complain(await post(url, body));
  }

  /** Say why something was refused; tell whether it was. */
  private complain(answer: Answer): boolean {
    if (!answer.isOk) toast(answer.why || (this.paper.root.dataset.unsent ?? ""));
    return !answer.isOk;
  }

  private async say(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    const field = form.querySelector<HTMLInputElement>("[name=text]");
    const text = field?.value.trim() ?? "";
    if (!field || !text) return;
    const key = newKey();
    body.set("key", key);
    this.chat.drawPending(text, key);
    field.value = "";
    const answer = await postAgain(url, body);
    if (this.complain(answer)) {
      this.chat.dropPending(key);
      field.value ||= text;
    } else this.chat.settlePending(key, String(answer.told.token));
  }

  private async ask(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    const field = form.querySelector<HTMLTextAreaElement>("[name=text]");
    const text = field?.value ?? "";
    if (!field || !text.trim()) return;
    body.set("key", newKey());
    field.value = "";
    const answer = await postAgain(url, body);
    if (this.complain(answer)) field.value ||= text;
    else if (answer.told.state === "waiting") toast(form.dataset.waits ?? "", "success");
  }

  private async vote(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    const isWanted = Boolean(body.get("is_wanted"));
    this.questions.vote(form, isWanted, null);
    const answer = await post(url, body);
    if (this.complain(answer)) this.questions.vote(form, !isWanted, null);
    else this.questions.vote(form, isWanted, Number(answer.told.votes));
  }

  private async hand(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    if (this.complain(await post(url, body))) return;
    showHand(form, Boolean(body.get("is_wanted")));
  }

  private async choose(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    if (this.complain(await post(url, body))) return;
    const line = form.querySelector<HTMLElement>("[data-chosen]");
    if (line) line.textContent = line.dataset.words ?? "";
  }

  private async react(body: FormData, url: string): Promise<void> {
    const place = this.paper.find(`[data-reaction="${String(body.get("kind"))}"]`);
    if (place) place.textContent = String(Number(place.textContent || 0) + 1);
    this.complain(await post(url, body));
  }

  private async enter(body: FormData, url: string): Promise<void> {
    if (!this.complain(await post(url, body))) await this.reload();
  }

  private async poll(form: HTMLFormElement, body: FormData, url: string): Promise<void> {
    if (this.complain(await post(url, body))) return;
    form.reset();
    form.closest("details")?.removeAttribute("open");
  }
}

/** Show whether the viewer's hand is raised. */
export function showHand(form: HTMLFormElement, isUp: boolean): void {
  form.querySelector("button")?.setAttribute("aria-pressed", String(isUp));
  const wish = form.querySelector<HTMLInputElement>("[name=is_wanted]");
  if (wish) wish.value = isUp ? "" : "1";
}
