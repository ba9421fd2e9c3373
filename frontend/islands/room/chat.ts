// The chat: messages in order, the viewer's own shown before the school has taken them.

import { byAge, placeIn } from "./order.ts";
import { mark, type Paper, write, writeLinked, writeTime } from "./paper.ts";

export interface Message {
  token: string;
  by: string;
  name: string;
  place: string;
  text: string;
  at: string;
  hidden: boolean;
  key?: string;
}

const MOST_DRAWN = 400;
const NEARLY_PX = 60;

export class Chat {
  constructor(private readonly paper: Paper) {
    this.toEnd();
  }

  /** Draw a message; tell whether it is new. */
  draw(message: Message): boolean {
    const known = this.element(message.token) ?? this.pending(message.key);
    const element = known ?? this.paper.make("message", { token: message.token, member: message.by });
    if (!element) return false;
    const wasAtEnd = this.isAtEnd();
    this.fill(element, message);
    if (!known || element.dataset.pending) this.put(element);
    delete element.dataset.pending;
    if (wasAtEnd) this.toEnd();
    return !known;
  }

  /** Show what the viewer sends, until the school has it. */
  drawPending(text: string, key: string): void {
    const { me = "", name = "" } = this.paper.root.dataset;
    this.draw({ token: `pending-${key}`, by: me, name, place: "", text, at: new Date().toISOString(), hidden: false });
    const element = this.element(`pending-${key}`);
    if (element) element.dataset.pending = key;
    this.toEnd();
  }

  remove(token: string): void {
    this.element(token)?.remove();
    this.paper.settle("messages");
  }

  dropPending(key: string): void {
    this.pending(key)?.remove();
    this.paper.settle("messages");
  }

  /** The school has the message under this token. If its news was faster, the message stands there already. */
  settlePending(key: string, token: string): void {
    const element = this.pending(key);
    if (!element) return;
    if (this.element(token)) element.remove();
    else element.dataset.message = token;
  }

  toEnd(): void {
    const place = this.paper.find("[data-scroll]");
    if (place) place.scrollTop = place.scrollHeight;
  }

  private isAtEnd(): boolean {
    const place = this.paper.find("[data-scroll]");
    return !place || place.scrollHeight - place.scrollTop - place.clientHeight < NEARLY_PX;
  }

  private element(token: string): HTMLElement | null {
    return this.paper.find(`[data-message="${CSS.escape(token)}"]`);
  }

  private pending(key: string | undefined): HTMLElement | null {
    return key ? this.paper.find(`[data-pending="${CSS.escape(key)}"]`) : null;
  }

  private fill(element: HTMLElement, message: Message): void {
    element.dataset.message = message.token;
    element.dataset.by = message.by;
    element.dataset.at = message.at;
    element.dataset.hidden = message.hidden ? "1" : "0";
    write(element, "name", message.name);
    write(element, "place", message.place);
    writeLinked(element, "text", message.text);
    writeTime(element, message.at);
    mark(element, "hidden", message.hidden);
  }

  private put(element: HTMLElement): void {
    const list = this.paper.list("messages");
    if (!list) return;
    const others = ([...list.children] as HTMLElement[]).filter((other) => other !== element);
    const ages = others.map((other) => ({ at: other.dataset.at ?? "" }));
    const place = placeIn(ages, { at: element.dataset.at ?? "" }, byAge);
    list.insertBefore(element, others[place] ?? null);
    while (list.childElementCount > MOST_DRAWN) list.firstElementChild?.remove();
    this.paper.settle("messages");
  }
}
