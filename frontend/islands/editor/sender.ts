// Sending to the school, one thing after the other, and what it answers.

import type { Phrase } from "./phrases.ts";

export interface Answer {
  kind: "done" | "conflict" | "gone" | "refused" | "signed-out" | "unheard";
  message: string;
  cues: Phrase[];
  removed: number[];
  isJoined: boolean;
  count: number;
  present: Phrase | null;
}

type Fields = Record<string, string | number | boolean>;

export class Sender {
  private line: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly address: string,
    private token: string,
  ) {}

  /** Do `work` when everything before it is done. */
  next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.line.then(work, work);
    this.line = done.catch(() => undefined);
    return done;
  }

  async send(deed: string, fields: Fields): Promise<Answer> {
    let response = await this.post(deed, fields);
    // signing in anew, in another tab, gave the browser another token
    if (response?.status === 403 && (await this.renewToken())) response = await this.post(deed, fields);
    return answerOf(response);
  }

  /** Send what cannot wait for an answer: the page is being closed. */
  sendLast(deed: string, fields: Fields): void {
    navigator.sendBeacon(this.address, this.bodyOf(deed, fields));
  }

  private post(deed: string, fields: Fields): Promise<Response | null> {
    const request = { method: "POST", body: this.bodyOf(deed, fields), headers: { Accept: "application/json" } };
    return fetch(this.address, request).catch(() => null);
  }

  private bodyOf(deed: string, fields: Fields): FormData {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.token);
    body.set("deed", deed);
    for (const [name, value] of Object.entries(fields)) body.set(name, String(value));
    return body;
  }

  private async renewToken(): Promise<boolean> {
    const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!page?.ok || page.redirected) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    this.token = fresh.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? this.token;
    return true;
  }
}

const NOTHING = { message: "", cues: [], removed: [], isJoined: false, count: 0, present: null };

async function answerOf(response: Response | null): Promise<Answer> {
  if (!response || response.status >= 500) return { ...NOTHING, kind: "unheard" };
  if (response.redirected || response.status === 403) return { ...NOTHING, kind: "signed-out" };
  const told = (await response.json().catch(() => ({}))) as Partial<Answer>;
  const kind = response.ok ? "done" : response.status === 410 ? "gone" : told.present ? "conflict" : "refused";
  return { ...NOTHING, ...told, kind };
}
