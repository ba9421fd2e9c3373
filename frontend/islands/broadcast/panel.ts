// The buttons, lights and sentences of the sending side; what they do is in `studio.ts`.

import { fill } from "../player/time.ts";
import { areThere, choose, chosen, devicesOf } from "./devices.ts";
import { isCostly, qualityNamed } from "./recording.ts";
import { type Main, Scene } from "./scene.ts";
import type { Status } from "./sender.ts";
import { Slides } from "./slides.ts";
import { onMeter } from "./sound.ts";
import { Studio } from "./studio.ts";

const LATE_SECONDS = 2.5;
const LEVELS_A_METER = 3;
// for how long a window that was loaded anew offers to go on
const OFFER_MS = 30 * 60_000;

export class Panel {
  private readonly scene: Scene;
  private studio: Studio | null = null;
  private slides: Slides | null = null;
  private levels = 0;
  private isUnheard = false;
  private phase = "";
  private stageShown = "";
  private wakeLock: WakeLockSentinel | null = null;

  constructor(private readonly root: HTMLElement) {
    this.scene = new Scene(this.find<HTMLCanvasElement>("canvas"), root.dataset.title ?? "");
    if (!areThere()) {
      this.say("trouble", this.word("insecure"));
      return;
    }
    this.find("[data-begin]").hidden = false;
    this.listen();
    this.offer();
  }

  /** What the check before air wants to know; nothing while nothing is sent from here. */
  get measured(): Record<string, number> | null {
    if (!this.studio?.isSending) return null;
    const { brightness, spread } = this.studio.look();
    return { sound_db: this.studio.loudest(), brightness, spread };
  }

  get isSending(): boolean {
    return this.studio?.isSending ?? false;
  }

  /** The broadcast is over. */
  end(): void {
    if (this.isSending) this.stop();
    this.root.hidden = true;
  }

  // --- the page ------------------------------------------------------------------------------------------------------

  private find<T extends HTMLElement = HTMLElement>(selector: string): T {
    return this.root.querySelector(selector) as T;
  }

  private word(name: string): string {
    return this.root.dataset[`word${name[0]?.toUpperCase()}${name.slice(1)}`] ?? "";
  }

  private say(note: string, text: string): void {
    const place = this.find(`[data-note="${note}"]`);
    place.hidden = !text;
    const words = place.querySelector("p");
    if (words && words.textContent !== text) words.textContent = text;
  }

  private listen(): void {
    this.root.addEventListener("click", ({ target }) => this.clicked(target as Element));
    this.root.addEventListener("change", ({ target }) => this.changed(target as HTMLInputElement | HTMLSelectElement));
    this.root.addEventListener("keydown", (event) => this.typed(event));
    addEventListener("online", () => this.studio?.hurry());
    addEventListener("beforeunload", (event) => {
      if (this.isSending) event.preventDefault();
    });
    addEventListener("pagehide", () => this.studio?.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.isSending) void this.stayAwake();
    });
    navigator.mediaDevices.addEventListener("devicechange", () => void this.listDevices());
    this.setQualityShown(localStorage.getItem("broadcast-quality") ?? "720");
  }

  private clicked(target: Element): void {
    const button = target.closest<HTMLElement>("[data-scene], [data-do]");
    if (!button) return;
    if (button.dataset.scene) void this.show(button.dataset.scene as Main | "over");
    const deeds: Record<string, () => void> = {
      mute: () => this.setMuted(button.getAttribute("aria-pressed") !== "true"),
      stop: () => this.stop(),
      again: () => this.studio?.hurry(),
      resume: () => void this.show("camera"),
      previous: () => void this.turn(-1),
      next: () => void this.turn(1),
    };
    deeds[button.dataset.do ?? ""]?.();
  }

  private changed(field: HTMLInputElement | HTMLSelectElement): void {
    const changes: Record<string, () => void> = {
      camera: () => {
        choose({ camera: field.value });
        if (this.studio?.has("camera")) void this.attempt(() => this.studio?.addCamera());
      },
      microphone: () => {
        choose({ microphone: field.value });
        void this.attempt(() => this.studio?.addMicrophone());
      },
      quality: () => {
        localStorage.setItem("broadcast-quality", field.value);
        this.studio?.setQuality(qualityNamed(field.value));
      },
      corner: () => void this.setCorner((field as HTMLInputElement).checked),
      slides: () => void this.readSlides((field as HTMLInputElement).files?.[0]),
    };
    changes[field.dataset.field ?? ""]?.();
  }

  private typed(event: KeyboardEvent): void {
    const step = { PageDown: 1, ArrowRight: 1, PageUp: -1, ArrowLeft: -1 }[event.key];
    if (!step || this.scene.main !== "slides" || (event.target as Element).matches("select, input")) return;
    event.preventDefault();
    void this.turn(step);
  }

  // --- the picture -----------------------------------------------------------------------------------------------------

  /** Show something, and begin to send if nothing was sent yet. */
  private async show(wished: Main | "over"): Promise<void> {
    const main = wished === "over" ? "screen" : wished;
    if (main === "slides" && !this.slides) {
      this.find("[data-field=slides]").click();
      return;
    }
    const isThere = await this.attempt(async () => {
      const studio = this.made();
      // the screen first: a browser shows its choice only right after a click
      if (main === "screen" && !studio.has("screen")) await studio.addScreen();
      if (!studio.has("microphone")) await studio.addMicrophone();
    });
    if (!isThere) return;
    if (main === "camera" || wished === "over" || this.scene.hasCorner) await this.wantCamera();
    this.scene.main = main;
    if (wished === "over" || main === "camera") this.scene.hasCorner = wished === "over";
    this.begin();
    this.shown();
  }

  private async wantCamera(): Promise<void> {
    if (!this.studio?.has("camera")) await this.attempt(() => this.studio?.addCamera(), this.word("noCamera"));
  }

  private async setCorner(isWished: boolean): Promise<void> {
    if (isWished) await this.wantCamera();
    this.scene.hasCorner = isWished;
    this.shown();
  }

  private made(): Studio {
    this.studio ??= new Studio(
      this.scene,
      { path: this.root.dataset.send ?? "", label: this.root.dataset.label ?? "" },
      qualityNamed(this.find<HTMLSelectElement>("[data-field=quality]").value),
      {
        onLevel: (decibels, isUnheard) => this.heard(decibels, isUnheard),
        onStatus: (status) => this.told(status),
        onLost: (what) => this.lost(what),
      },
    );
    return this.studio;
  }

  private begin(): void {
    const studio = this.made();
    if (studio.isSending) return;
    if (!studio.form) {
      this.say("trouble", this.word("unable"));
      return;
    }
    this.say("costly", isCostly(studio.form) ? this.word("costly") : "");
    this.say("resume", "");
    studio.begin();
    sessionStorage.setItem(this.key, String(Date.now()));
    void this.listDevices();
    void this.stayAwake();
  }

  private stop(): void {
    this.studio?.stop();
    sessionStorage.removeItem(this.key);
    void this.wakeLock?.release();
    this.heard(-100, false);
    this.shown();
  }

  /** Ask for a device; what the browser or the person refuses is said in a sentence. */
  private async attempt(ask: () => Promise<void> | undefined, otherwise = ""): Promise<boolean> {
    this.say("trouble", "");
    try {
      await ask();
      void this.listDevices();
      return true;
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      const words: Record<string, string> = {
        NotAllowedError: "denied",
        NotFoundError: "missing",
        NotReadableError: "busy",
      };
      this.say("trouble", otherwise || this.word(words[name] ?? "missing"));
      return false;
    }
  }

  private lost(what: Main | "microphone"): void {
    if (what === "screen" && this.scene.main === "screen") this.scene.main = this.slides ? "slides" : "camera";
    this.say(
      "trouble",
      this.word(what === "screen" ? "screenEnded" : what === "camera" ? "cameraLost" : "microphoneLost"),
    );
    this.shown();
  }

  /** Let buttons and fields say what is shown. */
  private shown(): void {
    const isOn = this.isSending;
    this.root.classList.toggle("studio--on", isOn);
    const now = this.scene.main === "screen" && this.scene.hasCorner ? "over" : this.scene.main;
    for (const button of this.root.querySelectorAll<HTMLElement>("[data-scene]"))
      button.setAttribute("aria-pressed", String(isOn && button.dataset.scene === now));
    for (const part of this.root.querySelectorAll<HTMLElement>("[data-on]")) part.hidden = !isOn;
    this.find("[data-off]").hidden = isOn;
    this.find("[data-corner]").hidden = !isOn || this.scene.main === "camera";
    this.find<HTMLInputElement>("[data-field=corner]").checked = this.scene.hasCorner;
    this.find("[data-slides]").hidden = !isOn || this.scene.main !== "slides";
  }

  // --- slides ----------------------------------------------------------------------------------------------------------

  private async readSlides(file: File | undefined): Promise<void> {
    if (!file) return;
    try {
      this.slides = await Slides.read(file, this.root.dataset.slidesWorker ?? "");
    } catch {
      this.say("trouble", this.word("noPdf"));
      return;
    }
    await this.turn(0);
    this.scene.set("slides", this.slides.canvas);
    await this.show("slides");
  }

  private async turn(by: number): Promise<void> {
    if (!this.slides) return;
    await this.slides.turn(this.slides.number + by, this.scene.canvas.width, this.scene.canvas.height);
    const words = { number: String(this.slides.number), count: String(this.slides.count) };
    this.find("[data-slide]").textContent = fill(this.word("slide"), words);
  }

  // --- sound -----------------------------------------------------------------------------------------------------------

  private setMuted(isMuted: boolean): void {
    this.studio?.setMuted(isMuted);
    const button = this.find("[data-do=mute]");
    button.setAttribute("aria-pressed", String(isMuted));
    button.textContent = this.word(isMuted ? "unmute" : "mute");
  }

  private heard(decibels: number, isUnheard: boolean): void {
    this.levels += 1;
    if (this.levels % LEVELS_A_METER === 0) this.find<HTMLMeterElement>("meter").value = onMeter(decibels);
    if (isUnheard !== this.isUnheard) this.say("unheard", isUnheard ? this.word("unheard") : "");
    this.isUnheard = isUnheard;
    if (this.levels % 30 === 0 && this.studio?.status) this.told(this.studio.status);
  }

  // --- the line --------------------------------------------------------------------------------------------------------

  private told(status: Status): void {
    const stage = this.stage(status);
    const isNew = stage !== this.stageShown || status.phase !== this.phase;
    this.phase = status.phase;
    this.stageShown = stage;
    this.root.toggleAttribute("data-live", stage === "onAir");
    this.find("[data-rate]").textContent = this.rate(status);
    this.find<HTMLSelectElement>("[data-field=quality]").disabled = status.isLive;
    this.find("[data-do=again]").hidden = status.phase !== "refused";
    const trouble = ["waiting", "full", "refused", "over"].includes(status.phase);
    this.say("line", trouble ? status.text || this.word(status.phase) : "");
    if (!isNew) return;
    this.find("[data-say]").textContent = trouble ? "" : this.word(stage);
    if (!this.isSending) this.shown();
    document.body.dispatchEvent(new CustomEvent("broadcast-changed"));
  }

  private stage(status: Status): string {
    if (status.phase !== "sending") return status.phase === "done" ? "" : "connecting";
    if (!status.isLive) return "ready";
    return status.state === "on_air" ? "onAir" : "standby";
  }

  private rate(status: Status): string {
    if (status.phase !== "sending") return "";
    const megabits = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
    const rate = fill(this.word("rate"), { count: megabits.format(status.bitsPerSecond / 1e6) });
    if (status.secondsBehind < LATE_SECONDS) return rate;
    return `${rate} · ${fill(this.word("late"), { seconds: String(Math.round(status.secondsBehind)) })}`;
  }

  // --- around ----------------------------------------------------------------------------------------------------------

  private get key(): string {
    return `broadcast:${this.root.dataset.send}`;
  }

  /** This window sent a moment ago and was loaded anew: offer to go on. */
  private offer(): void {
    const began = Number(sessionStorage.getItem(this.key));
    if (began && Date.now() - began < OFFER_MS) this.say("resume", this.word("resume"));
  }

  private setQualityShown(name: string): void {
    this.find<HTMLSelectElement>("[data-field=quality]").value = qualityNamed(name).name;
  }

  private async listDevices(): Promise<void> {
    const kept = chosen();
    await this.list("camera", "videoinput", kept.camera);
    await this.list("microphone", "audioinput", kept.microphone);
  }

  private async list(field: string, kind: MediaDeviceKind, kept: string | undefined): Promise<void> {
    const select = this.find<HTMLSelectElement>(`[data-field=${field}]`);
    const devices = await devicesOf(kind);
    const options = devices.map(({ id, name }) => new Option(name, id, false, id === kept));
    select.replaceChildren(...options);
    this.find(`[data-choice=${field}]`).hidden = devices.length < 2;
  }

  private async stayAwake(): Promise<void> {
    this.wakeLock = (await navigator.wakeLock?.request("screen").catch(() => null)) ?? null;
  }
}
