// What the parts of the room share when they draw: patterns, hooks, lists, counts.

import { parts } from "./words.ts";

export class Paper {
  constructor(readonly root: HTMLElement) {}

  find(selector: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(selector);
  }

  all(selector: string): HTMLElement[] {
    return [...this.root.querySelectorAll<HTMLElement>(selector)];
  }

  list(name: string): HTMLElement | null {
    return this.find(`[data-list="${name}"]`);
  }

  /** Return a new element by its pattern; addresses of its forms get `token` (and `by`) for what stands in the pattern. */
  make(name: string, tokens: Record<string, string>): HTMLElement | null {
    const pattern = this.root.querySelector<HTMLTemplateElement>(`template[data-pattern="${name}"]`);
    const made = pattern?.content.firstElementChild?.cloneNode(true);
    if (!(made instanceof HTMLElement)) return null;
    address(made, tokens);
    return made;
  }

  count(name: string, text: number | string): void {
    for (const place of this.all(`[data-count="${name}"]`)) place.textContent = text ? String(text) : "";
  }

  /** Show or hide what stands around a list, by whether there is anything in it. */
  settle(name: string): void {
    const isEmpty = !this.list(name)?.childElementCount;
    const head = this.find(`[data-list-head="${name}"]`);
    if (head) head.hidden = isEmpty;
    const words = this.find(`[data-empty="${name}"]`);
    if (words) words.hidden = !isEmpty;
  }
}

/** Put tokens into the addresses, numbers and names of a pattern. */
export function address(made: HTMLElement, tokens: Record<string, string>): void {
  for (const element of [made, ...made.querySelectorAll<HTMLElement>("*")])
    for (const name of ["action", "formaction", "id", "for", "aria-labelledby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, withTokens(value, tokens));
    }
}

function withTokens(value: string, tokens: Record<string, string>): string {
  return Object.entries(tokens).reduce(
    (text, [word, token]) => text.replace(new RegExp(`(/|-)${word}(?=/|$)`, "u"), `$1${token}`),
    value,
  );
}

/** Write a text into the places of an element that carry this name. */
export function write(element: HTMLElement, name: string, text: string | number): void {
  for (const place of element.querySelectorAll<HTMLElement>(`[data-word="${name}"]`)) place.textContent = String(text);
}

/** Write what somebody typed, with addresses that can be followed. */
export function writeLinked(element: HTMLElement, name: string, text: string): void {
  const pieces = parts(text).map((part) => (part.href ? linkTo(part.href, part.text) : part.text));
  for (const place of element.querySelectorAll<HTMLElement>(`[data-word="${name}"]`)) place.replaceChildren(...pieces);
}

function linkTo(href: string, text: string): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = href;
  link.rel = "nofollow noopener";
  link.textContent = text;
  return link;
}

/** Write the hour at which something was said. */
export function writeTime(element: HTMLElement, at: string): void {
  const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit" };
  const text = new Date(at).toLocaleTimeString(document.documentElement.lang, clock);
  for (const place of element.querySelectorAll<HTMLTimeElement>('time[data-word="time"]')) {
    place.textContent = text;
    place.dateTime = at;
  }
}

export function mark(element: HTMLElement, name: string, isOn: boolean): void {
  for (const place of element.querySelectorAll<HTMLElement>(`[data-mark="${name}"]`)) place.hidden = !isOn;
}
