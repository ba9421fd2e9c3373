// The sending side of the desk without its buttons: what is seen and heard, the recorder, the line to the school.

import { close, openCamera, openMicrophone, openScreen } from "./devices.ts";
import { lineAddress } from "./protocol.ts";
import { PIECE_MS, type Quality, recordedForm, recorderOf } from "./recording.ts";
import { type Look, type Main, type Scene, showing } from "./scene.ts";
import { inBrowser, Sender, type Status } from "./sender.ts";
import { Mixer, Silence } from "./sound.ts";
import { Ticker } from "./ticker.ts";

const FRAMES = 30;
const SHORTEST_MS = 600 / FRAMES;
const LEVELS_KEPT = 5 * FRAMES;

export interface Place {
  path: string;
  label: string;
}

export interface Ear {
  /** About thirty times a second: how loud the microphone is, and whether nothing was heard for too long. */
  onLevel(decibels: number, isUnheard: boolean): void;
  onStatus(status: Status): void;
  /** A device went away by itself. */
  onLost(what: Main | "microphone"): void;
}

export class Studio {
  readonly form = recordedForm((form) => MediaRecorder.isTypeSupported(form));
  private readonly mixer = new Mixer();
  private readonly silence = new Silence();
  private readonly ticker = new Ticker(() => this.tick());
  private readonly streams: Partial<Record<Main | "microphone", MediaStream>> = {};
  private readonly levels: number[] = [];
  private recorder: MediaRecorder | null = null;
  private sender: Sender | null = null;
  private isMuted = false;
  private isFull = false;
  private drawnAt = 0;

  constructor(
    private readonly scene: Scene,
    private readonly place: Place,
    private quality: Quality,
    private readonly ear: Ear,
  ) {
    scene.setQuality(quality);
  }

  // --- what is seen and heard ------------------------------------------------------------------------------------------

  has(what: Main | "microphone"): boolean {
    return this.streams[what] !== undefined;
  }

  async addMicrophone(): Promise<void> {
    const stream = await openMicrophone();
    this.keep("microphone", stream);
    this.mixer.setMicrophone(stream);
    await this.mixer.wake();
  }

  async addCamera(): Promise<void> {
    const stream = await openCamera(this.quality.height);
    this.keep("camera", stream);
    this.scene.set("camera", showing(stream));
  }

  async addScreen(): Promise<void> {
    const stream = await openScreen();
    this.keep("screen", stream);
    this.scene.set("screen", showing(stream));
    this.mixer.setScreen(stream);
  }

  setMuted(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.mixer.setMuted(isMuted);
  }

  /** The loudest of the last seconds, in decibels. */
  loudest(): number {
    return Math.max(...this.levels, -100);
  }

  look(): Look {
    return this.scene.look();
  }

  private keep(what: Main | "microphone", stream: MediaStream): void {
    close(this.streams[what] ?? null);
    this.streams[what] = stream;
    for (const track of stream.getTracks())
      track.onended = () => {
        if (this.streams[what] === stream) this.lose(what);
      };
  }

  private lose(what: Main | "microphone"): void {
    close(this.streams[what] ?? null);
    delete this.streams[what];
    if (what === "microphone") this.mixer.setMicrophone(null);
    else this.scene.set(what, undefined);
    if (what === "screen") this.mixer.setScreen(null);
    this.ear.onLost(what);
  }

  private tick(): void {
    // a page that was busy gets the ticks it has missed all at once: one picture is enough
    const now = performance.now();
    if (now - this.drawnAt < SHORTEST_MS) return;
    this.drawnAt = now;
    this.scene.draw();
    const level = this.mixer.level();
    this.levels.push(level);
    if (this.levels.length > LEVELS_KEPT) this.levels.shift();
    const isUnheard = this.has("microphone") && this.silence.note(level, now, this.isMuted);
    this.ear.onLevel(level, isUnheard);
  }

  // --- sending -----------------------------------------------------------------------------------------------------------

  get isSending(): boolean {
    return this.recorder !== null;
  }

  get status(): Status | null {
    return this.sender?.status() ?? null;
  }

  /** Show the picture here, and begin to send it: a new recorder, a new session. */
  begin(): void {
    this.ticker.setRate(FRAMES);
    this.isFull = false;
    const picture = this.scene.canvas.captureStream(FRAMES);
    const stream = new MediaStream([...picture.getVideoTracks(), this.mixer.track]);
    const asked = { session: crypto.randomUUID(), mime: this.form, label: this.place.label };
    const address = lineAddress(location, this.place.path, asked);
    const sender = new Sender(inBrowser(address), (status) => this.told(sender, status));
    const recorder = recorderOf(
      stream,
      this.form,
      this.quality,
      (bytes) => this.recorded(sender, bytes),
      () => sender.finish(),
    );
    this.sender = sender;
    this.recorder = recorder;
    sender.start();
    recorder.start(PIECE_MS);
  }

  /** Send from now on in another quality; viewers see a short break. */
  setQuality(quality: Quality): void {
    this.quality = quality;
    if (!this.recorder) this.scene.setQuality(quality);
    else {
      this.recorder.stop();
      this.scene.setQuality(quality);
      this.begin();
    }
  }

  /** Stop on purpose; what was recorded still arrives. */
  stop(): void {
    this.recorder?.stop();
    this.release();
  }

  /** The page is closed. */
  leave(): void {
    this.sender?.drop();
  }

  private beginAnew(): void {
    const { recorder } = this;
    if (!recorder) return;
    this.begin();
    if (recorder.state === "recording") recorder.stop();
  }

  hurry(): void {
    this.sender?.hurry();
  }

  private recorded(sender: Sender, bytes: ArrayBuffer): void {
    if (sender.push(bytes) || sender !== this.sender || !this.recorder || this.isFull) return;
    this.isFull = sender.status().phase === "full";
    if (this.isFull) this.recorder.stop();
  }

  private told(sender: Sender, status: Status): void {
    if (sender !== this.sender) return;
    if (status.phase === "done" && this.isFull) this.begin();
    else if (status.phase === "forgotten") this.beginAnew();
    else if (status.phase === "over") this.release();
    this.ear.onStatus(status);
  }

  private release(): void {
    if (this.recorder?.state === "recording") this.recorder.stop();
    this.recorder = null;
    this.ticker.setRate(0);
    for (const what of ["microphone", "camera", "screen"] as const) {
      close(this.streams[what] ?? null);
      delete this.streams[what];
      if (what !== "microphone") this.scene.set(what, undefined);
    }
    this.mixer.setMicrophone(null);
    this.mixer.setScreen(null);
  }
}
