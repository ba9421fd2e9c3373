// The page that brings a film: by pieces, so that a lost connection, a closed laptop or a restarted server cost nothing.

import { type DetailedError, defaultOptions, type PreviousUpload, Upload } from "tus-js-client";
import { fill } from "../player/time.ts";
import { Pace, sayLeft, saySize } from "./pace.ts";

const PIECE_BYTES = 64 * 1024 * 1024;
const FIRST_DELAYS = [0, 1000, 3000, 5000, 10_000];
// then every quarter of a minute for two days: the village's line may be down overnight
const DELAYS = [...FIRST_DELAYS, ...Array<number>(11_520).fill(15_000)];
const [BUSY, CONFLICT, SIGNED_OUT] = [423, 409, 401];

class FilmUpload {
  private upload: Upload | null = null;
  private readonly pace = new Pace();
  private isRunning = false;
  private isWaiting = false;
  private wakeLock: WakeLockSentinel | null = null;

  constructor(private readonly form: HTMLFormElement) {
    form.addEventListener("submit", (event) => {
      const file = this.chosen();
      if (!file) return; // the form says itself that there is none
      event.preventDefault();
      void this.begin(file);
    });
    this.button("pause").addEventListener("click", () => void this.pause());
    this.button("go-on").addEventListener("click", () => this.run());
    this.button("give-up").addEventListener("click", () => void this.giveUp());
    addEventListener("beforeunload", (event) => {
      if (this.isRunning) event.preventDefault();
    });
    addEventListener("online", () => void this.hurry());
    this.acceptDrops();
    void this.offerUnfinished();
  }

  // --- choosing --------------------------------------------------------------------------------------------------------

  private get input(): HTMLInputElement {
    return this.form.querySelector("input[type=file]") as HTMLInputElement;
  }

  private chosen(): File | null {
    return this.input.files?.[0] ?? null;
  }

  private acceptDrops(): void {
    const place = this.find("[data-drop]");
    place.hidden = !matchMedia("(hover: hover)").matches;
    for (const name of ["dragenter", "dragover"])
      this.form.addEventListener(name, (event) => {
        event.preventDefault();
        this.form.classList.add("upload--over");
      });
    for (const name of ["dragleave", "drop"])
      this.form.addEventListener(name, () => this.form.classList.remove("upload--over"));
    this.form.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = event.dataTransfer?.files;
      if (files?.length && !this.upload) this.input.files = files;
    });
  }

  /** Say that an upload was begun in this browser and waits for its file. */
  private async offerUnfinished(): Promise<void> {
    const begun = (await defaultOptions.urlStorage.findAllUploads()) as (PreviousUpload & { uploadUrl?: string })[];
    const ours = begun.filter((one) => one.metadata.replaces === (this.form.dataset.replaces ?? "") && one.uploadUrl);
    for (const one of ours.slice(0, 1)) {
      const headers = { "Tus-Resumable": "1.0.0" };
      const answer = await fetch(one.uploadUrl ?? "", { method: "HEAD", headers }).catch(() => null);
      if (answer && !answer.ok && answer.status !== SIGNED_OUT)
        await defaultOptions.urlStorage.removeUpload(one.urlStorageKey);
      if (!answer?.ok || !one.size || this.upload) continue;
      const percent = String(Math.floor((100 * Number(answer.headers.get("Upload-Offset"))) / one.size));
      this.find("[data-state]").hidden = false;
      this.say("offer", { name: one.metadata.name ?? "", percent });
      this.show({ name: one.metadata.name ?? "", percent: Number(percent), buttons: [] });
    }
  }

  // --- sending ---------------------------------------------------------------------------------------------------------

  private async begin(file: File): Promise<void> {
    const most = Number(this.form.dataset.most);
    this.find("[data-state]").hidden = false;
    if (file.size > most) {
      this.say("tooLarge", { size: saySize(most, document.documentElement.lang) });
      return;
    }
    const upload = this.made(file);
    this.upload = upload;
    const [previous] = await upload.findPreviousUploads();
    if (previous) upload.resumeFromPreviousUpload(previous);
    for (const field of this.form.querySelectorAll<HTMLInputElement>("input, select")) field.disabled = true;
    this.find("[data-send]").hidden = true;
    this.find("[data-drop]").hidden = true;
    this.say(previous ? "again" : "", {});
    this.run();
  }

  private made(file: File): Upload {
    const lesson = this.form.querySelector<HTMLSelectElement>("select[name=lesson]")?.value ?? "";
    const csrf = this.form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    return new Upload(file, {
      endpoint: this.form.dataset.begin ?? "",
      chunkSize: PIECE_BYTES,
      retryDelays: DELAYS,
      removeFingerprintOnSuccess: true,
      headers: { "X-CSRFToken": csrf, Accept: "text/plain" },
      metadata: { name: file.name, lesson, replaces: this.form.dataset.replaces ?? "" },
      fingerprint: async () => this.fingerprint(file),
      onProgress: (sent, whole) => this.progressed(file.name, sent, whole),
      onShouldRetry: (error) => this.shouldRetry(error as DetailedError),
      onError: (error) => this.failed(error as DetailedError),
      onSuccess: () => this.arrived(),
    });
  }

  /** The same file for the same film is the same upload, also after the page was closed. */
  private fingerprint(file: File): string {
    const { begin, replaces } = this.form.dataset;
    return ["film", begin, replaces, file.name, file.size, file.lastModified].join("|");
  }

  private run(): void {
    this.isRunning = true;
    this.pace.reset();
    this.show({ buttons: ["pause", "give-up"] });
    void this.stayAwake();
    this.upload?.start();
  }

  private async pause(): Promise<void> {
    await this.upload?.abort();
    this.rest();
    this.say("paused", {});
  }

  /** The connection is back: do not wait for the next try. */
  private async hurry(): Promise<void> {
    if (!this.isWaiting) return;
    await this.upload?.abort();
    this.run();
  }

  private async giveUp(): Promise<void> {
    this.isRunning = false;
    await this.upload?.abort(true).catch(() => undefined);
    location.reload();
  }

  private rest(): void {
    this.isRunning = false;
    this.isWaiting = false;
    void this.wakeLock?.release();
    this.show({ buttons: ["go-on", "give-up"] });
  }

  private progressed(name: string, sent: number, whole: number): void {
    if (this.isWaiting) {
      this.isWaiting = false;
      this.say("", {});
    }
    this.pace.note(performance.now() / 1000, sent);
    const language = document.documentElement.lang;
    const [speed, left] = [this.pace.speed(), this.pace.left(whole)];
    const sizes = { done: saySize(sent, language), whole: saySize(whole, language) };
    const figures = speed
      ? fill(this.word("progress"), { ...sizes, speed: saySize(speed, language) })
      : `${sizes.done} / ${sizes.whole}`;
    const words = { seconds: this.word("seconds"), minutes: this.word("minutes"), hours: this.word("hours") };
    const rest = left === null ? "" : ` · ${fill(this.word("left"), { time: sayLeft(left, words) })}`;
    this.show({ name, percent: whole ? (100 * sent) / whole : 100, figures: figures + rest });
  }

  // --- what does not go well ---------------------------------------------------------------------------------------------

  private shouldRetry(error: DetailedError): boolean {
    const status = error.originalResponse?.getStatus() ?? 0;
    if (status >= 400 && status < 500 && status !== BUSY && status !== CONFLICT) return false;
    if (status === CONFLICT && !this.upload?.url) return false;
    this.isWaiting = true;
    this.pace.reset();
    this.say("waiting", {});
    return true;
  }

  private failed(error: DetailedError): void {
    this.rest();
    const answer = error.originalResponse;
    const sentence = this.upload?.url ? "" : (answer?.getBody() ?? "");
    if (answer?.getStatus() === SIGNED_OUT) this.say("signedOut", {});
    else if (sentence && answer?.getHeader("Content-Type")?.startsWith("text/plain")) this.sayPlainly(sentence);
    else this.say("failed", {});
  }

  private arrived(): void {
    this.isRunning = false;
    this.show({ buttons: [] });
    this.say("ending", {});
    const token = this.upload?.url?.split("/").pop() ?? "";
    location.assign((this.form.dataset.arrived ?? "").replace(/token(?=\/$)/, token));
  }

  private async stayAwake(): Promise<void> {
    try {
      this.wakeLock = await navigator.wakeLock.request("screen");
    } catch {
      // a phone may refuse; the upload goes on after it wakes
    }
  }

  // --- showing -----------------------------------------------------------------------------------------------------------

  private show(state: { name?: string; percent?: number; figures?: string; buttons?: string[] }): void {
    if (state.name !== undefined) this.find("[data-name]").textContent = state.name;
    if (state.figures !== undefined) this.find("[data-figures]").textContent = state.figures;
    if (state.percent !== undefined) this.find<HTMLProgressElement>("progress").value = state.percent;
    const { buttons } = state;
    if (buttons) for (const name of ["pause", "go-on", "give-up"]) this.button(name).hidden = !buttons.includes(name);
  }

  private say(word: string, values: Record<string, string>): void {
    this.sayPlainly(word ? fill(this.word(word), values) : "");
  }

  private sayPlainly(text: string): void {
    this.find("[data-say]").textContent = text;
  }

  private word(name: string): string {
    return this.form.dataset[`word${name.charAt(0).toUpperCase()}${name.slice(1)}`] ?? "";
  }

  private button(name: string): HTMLElement {
    return this.find(`[data-do=${name}]`);
  }

  private find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.form.querySelector(selector) as T;
  }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form.upload")) new FilmUpload(form);
