// What is typed at the answer desk, and in a public answer, kept a moment after the last letter. The school counts its versions: what another window of
// the same mentor has written is never overwritten unseen.

import { sendAfter } from "../draft/leaving.ts";

const PAUSE_MS = 1200;

export interface Kept {
  kind: "kept" | "elsewhere" | "out" | "unsaved";
  version?: number;
  text?: string;
  message?: string;
  meanwhile?: string;
}

/** Read what the school says to a draft. Signed out, it leads to the page where one signs in. */
export async function readAnswer(response: Response | null): Promise<Kept> {
  if (!response) return { kind: "unsaved" };
  if (response.redirected || response.status === 403) return { kind: "out" };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  const told = isJson ? ((await response.json()) as Omit<Kept, "kind">) : {};
  if (response.ok && isJson) return { kind: "kept", ...told };
  return response.status === 409 && isJson ? { kind: "elsewhere", ...told } : { kind: "unsaved", ...told };
}

/** Whether something is typed or chosen here that is part of the draft: not what is looked for, nor what stands there to be read. */
function isTyped(field: EventTarget | null): field is HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement {
  if (field instanceof HTMLTextAreaElement) return !field.readOnly;
  if (field instanceof HTMLInputElement) return field.type !== "search";
  return field instanceof HTMLSelectElement;
}

function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}

export class Draft {
  private timer = 0;
  private saving: Promise<void> | null = null;
  private isDirty = false;

  constructor(private readonly form: HTMLFormElement) {
    // the question back stands outside the form, and belongs to it
    document.addEventListener("input", (event) => this.notice(event));
    sendAfter(form, () => this.rest());
    document.addEventListener("visibilitychange", () => document.hidden && this.isDirty && void this.save());
  }

  private notice(event: Event): void {
    const field = event.target;
    if (!isTyped(field) || field.form !== this.form) return;
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), PAUSE_MS);
  }

  private rest(): Promise<void> | null {
    clearTimeout(this.timer);
    this.isDirty = false;
    return this.saving;
  }

  private async save(): Promise<void> {
    if (this.saving) return;
    this.rest();
    this.saving = this.send();
    await this.saving;
    this.saving = null;
    // typed while it was on its way
    if (this.isDirty) void this.save();
  }

  private async send(): Promise<void> {
    const request = { method: "POST", body: new FormData(this.form), headers: { Accept: "application/json" } };
    const response = await fetch(this.form.dataset.answer ?? "", request).catch(() => null);
    this.take(await readAnswer(response).catch((): Kept => ({ kind: "unsaved" })));
  }

  private take(kept: Kept): void {
    const version = this.form.querySelector<HTMLInputElement>("input[name=version]");
    if (version && kept.version !== undefined) version.value = String(kept.version);
    this.say(kept);
    if (kept.kind === "kept") document.dispatchEvent(new CustomEvent("saved"));
    if (kept.meanwhile) this.tell("[data-meanwhile]", kept.meanwhile);
    if (kept.kind === "elsewhere") this.tell("[data-elsewhere]", kept.message ?? "", kept.text);
  }

  /** Show a place of the form with a sentence, and with the text of the other window if it holds one. */
  private tell(selector: string, words: string, text = ""): void {
    const place = this.form.querySelector<HTMLElement>(selector);
    if (!place) return;
    place.hidden = false;
    const [said, other] = [place.querySelector("p") ?? place, place.querySelector("textarea")];
    said.textContent = words;
    if (other) other.value = text;
  }

  private say(kept: Kept): void {
    const mark = this.form.querySelector<HTMLOutputElement>("output[data-saved]");
    const { wordSaved = "", wordUnsaved = "", wordOut = "" } = this.form.dataset;
    const words = {
      kept: wordSaved.replace("{time}", clock()),
      elsewhere: kept.message ?? "",
      out: wordOut,
      unsaved: kept.message ?? wordUnsaved,
    };
    if (mark) mark.value = words[kept.kind];
  }
}
