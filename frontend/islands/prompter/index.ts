// The teleprompter: scrolls evenly, by keys, by hand, or by the remote in a helper's phone. It never moves until somebody starts it.

import { storage } from "../draft/device.ts";
import { fill, sayTime } from "../player/time.ts";
import {
  clamp,
  FASTEST,
  LARGEST,
  type Length,
  paragraphAt,
  pixelsASecond,
  progress,
  readSettings,
  type Settings,
  SIZE_STEP,
  SLOWEST,
  SMALLEST,
  SPEED_STEP,
  secondsLeft,
} from "./motion.ts";

const KEPT = "prompter";
const LOOK_MS = 1000;
const KEYS: Record<string, string> = {
  " ": "toggle",
  ArrowUp: "faster",
  "+": "faster",
  "=": "faster",
  ArrowDown: "slower",
  "-": "slower",
  Home: "home",
  PageUp: "back",
  ArrowLeft: "back",
  PageDown: "on",
  ArrowRight: "on",
};

class Prompter {
  private readonly stage: HTMLElement;
  private readonly text: HTMLElement;
  private readonly settings: Settings;
  private readonly deeds: Record<string, () => void> = {
    toggle: () => (this.isRunning ? this.stop() : this.start()),
    faster: () => this.speed(SPEED_STEP),
    slower: () => this.speed(-SPEED_STEP),
    home: () => this.go(0),
    back: () => this.paragraph(-1),
    on: () => this.paragraph(1),
    larger: () => this.size(SIZE_STEP),
    smaller: () => this.size(-SIZE_STEP),
    mirror: () => this.mirror(),
    full: () => void this.full(),
  };
  private isRunning = false;
  /** more exact than the browser keeps it: slow text moves less than a pixel at a time */
  private place = 0;
  private last = 0;
  private number: number;
  private awake: WakeLockSentinel | null = null;

  constructor(private readonly root: HTMLElement) {
    this.stage = root.querySelector<HTMLElement>("[data-stage]") ?? root;
    this.text = root.querySelector<HTMLElement>("[data-text]") ?? root;
    this.number = Number(root.dataset.number);
    this.settings = readSettings(storage()?.getItem(KEPT) ?? null, Number(root.dataset.wordsAMinute));
    for (const hidden of root.querySelectorAll<HTMLElement>("[data-tools], [data-line]")) hidden.hidden = false;
    root.toggleAttribute("data-ready", true);
    root.addEventListener("click", (event) => this.press(event));
    document.addEventListener("keydown", (event) => this.key(event));
    this.stage.addEventListener("scroll", () => this.scrolled(), { passive: true });
    addEventListener("resize", () => this.draw());
    if (root.dataset.report) setInterval(() => !document.hidden && void this.report(), LOOK_MS);
    this.draw();
  }

  private get length(): Length {
    const { seconds, wordsAMinute } = this.root.dataset;
    const style = getComputedStyle(this.text);
    const pixels = this.text.scrollHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    return { pixels, seconds: Number(seconds), wordsAMinute: Number(wordsAMinute) };
  }

  private press(event: Event): void {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    if (button) this.deeds[button.dataset.do ?? ""]?.();
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    // a button that has the focus is pressed by Space and Enter itself
    if (event.key === " " && (event.target as Element).closest("a, button, summary")) return;
    const deed = KEYS[event.key];
    if (!deed) return;
    event.preventDefault();
    this.deeds[deed]?.();
  }

  private start(): void {
    this.isRunning = true;
    this.place = this.stage.scrollTop;
    this.last = performance.now();
    requestAnimationFrame((now) => this.move(now));
    void this.stayAwake();
    this.draw();
  }

  private stop(): void {
    this.isRunning = false;
    void this.awake?.release();
    this.awake = null;
    this.draw();
  }

  private move(now: number): void {
    if (!this.isRunning) return;
    const length = this.length;
    this.place += (pixelsASecond(length, this.settings.speed) * (now - this.last)) / 1000;
    this.last = now;
    this.stage.scrollTop = this.place;
    if (this.place >= length.pixels) this.stop();
    else requestAnimationFrame((next) => this.move(next));
  }

  /** A hand or a wheel has moved it: it goes on from there. */
  private scrolled(): void {
    if (Math.abs(this.stage.scrollTop - this.place) > 2) this.place = this.stage.scrollTop;
    this.say();
  }

  private go(place: number): void {
    this.place = place;
    this.stage.scrollTop = place;
  }

  private paragraph(step: -1 | 1): void {
    const first = parseFloat(getComputedStyle(this.text).paddingTop);
    const tops = Array.from(this.text.children, (one) => (one as HTMLElement).offsetTop - first);
    this.go(paragraphAt(tops, this.place, step));
  }

  private speed(step: number): void {
    this.settings.speed = clamp(this.settings.speed + step, SLOWEST, FASTEST);
    this.keep();
  }

  /** The words that are being read stay where they are. */
  private size(step: number): void {
    const read = progress(this.length, this.stage.scrollTop);
    this.settings.size = clamp(this.settings.size + step, SMALLEST, LARGEST);
    this.keep();
    this.go(read * this.length.pixels);
  }

  private mirror(): void {
    this.settings.isMirrored = !this.settings.isMirrored;
    this.keep();
  }

  private async full(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.root.requestFullscreen?.().catch(() => undefined);
  }

  private keep(): void {
    try {
      storage()?.setItem(KEPT, JSON.stringify(this.settings));
    } catch {
      // there is no room: it holds for this page
    }
    this.draw();
  }

  private draw(): void {
    this.root.style.setProperty("--letters", `${this.settings.size}rem`);
    this.root.toggleAttribute("data-mirrored", this.settings.isMirrored);
    this.root.toggleAttribute("data-running", this.isRunning);
    const mirror = this.root.querySelector<HTMLElement>("[data-do=mirror]");
    mirror?.setAttribute("aria-pressed", String(this.settings.isMirrored));
    const toggle = this.root.querySelector<HTMLElement>("[data-do=toggle]");
    if (toggle) toggle.textContent = (this.isRunning ? this.root.dataset.wordStop : this.root.dataset.wordStart) ?? "";
    this.say();
  }

  private say(): void {
    const { wordSpeed = "", wordLeft = "" } = this.root.dataset;
    this.put("[data-speed]", fill(wordSpeed, { count: String(this.settings.speed) }));
    this.put("[data-left]", fill(wordLeft, { time: sayTime(this.left()) }));
  }

  private left(): number {
    return Math.round(secondsLeft(this.length, this.stage.scrollTop, this.settings.speed));
  }

  private put(selector: string, words: string): void {
    const output = this.root.querySelector<HTMLOutputElement>(selector);
    if (output && output.value !== words) output.value = words;
  }

  /** Tell the school how far it is, for the remote; hear what the remote asks for. */
  private async report(): Promise<void> {
    const body = new FormData();
    const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const told = {
      csrfmiddlewaretoken: token,
      number: this.number,
      speed: this.settings.speed,
      percent: Math.round(progress(this.length, this.stage.scrollTop) * 100),
      left: this.left(),
      ...(this.isRunning ? { is_running: "on" } : {}),
    };
    for (const [name, value] of Object.entries(told)) body.set(name, String(value));
    const request = { method: "POST", body, headers: { Accept: "application/json" } };
    const response = await fetch(this.root.dataset.report ?? "", request).catch(() => null);
    if (!response?.ok || response.redirected) return;
    const asked = (await response.json()) as { number: number; deeds: string[] };
    if (asked.number === this.number) return;
    this.number = asked.number;
    for (const deed of asked.deeds) this.deeds[deed]?.();
  }

  private async stayAwake(): Promise<void> {
    try {
      this.awake = await navigator.wakeLock.request("screen");
    } catch {
      // a device may refuse; the text moves on
    }
  }
}

const page = document.querySelector<HTMLElement>("[data-prompter]");
if (page) new Prompter(page);
