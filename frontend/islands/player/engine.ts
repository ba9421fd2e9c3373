// Gets the film into the <video>: hls.js where the browser has media sources, the browser itself on Safari and old phones.

import Hls, { type ErrorData } from "hls.js/dist/hls.mjs";
import { NOW, type Pace } from "./pace.ts";

export interface Addresses {
  master: string;
  sound: string;
  /** the sound that is played with slides; empty without them */
  thin: string;
}

export interface Quality {
  /** of `Engine.choose` */
  value: string;
  /** lines of the picture; 0 for what has none that moves */
  lines: number;
}

export type Trouble = "network" | "address" | "media" | "unplayable";

export interface EngineEvents {
  onQualities(qualities: Quality[]): void;
  onTrouble(trouble: Trouble): void;
  /** the broadcast has ended: what plays has an end now */
  onEnd(): void;
}

export const AUTO = "auto";
export const SOUND = "sound";
export const SLIDES = "slides";
// Bits a second that a player asks of its link before the picture goes on without stopping: what the picture has, and a little.
const ROOM = 1.1;
// Safari says how far it could play, which is three pieces behind what it knows.
const NATIVE_DELAY = 1;
// what an address answers that has expired, was never ours, or whose files are gone
const CLOSED = [403, 404, 410];
const HLS_TYPE = "application/vnd.apple.mpegurl";

/** Safari plays HLS better than any script; other browsers that claim to, do not. */
function prefersNative(video: HTMLVideoElement): boolean {
  return "webkitCurrentPlaybackTargetIsWireless" in video && video.canPlayType(HLS_TYPE) !== "";
}

export class Engine {
  private hls: Hls | null = null;
  private choice = AUTO;
  private repairs = 0;
  private isChasing = true;

  /** `pace` is for a broadcast on air. */
  constructor(
    private readonly video: HTMLVideoElement,
    private addresses: Addresses,
    private readonly events: EngineEvents,
    private pace: Pace | null = null,
  ) {
    video.addEventListener("error", () => {
      if (!this.hls && video.error) this.events.onTrouble(video.error.code === 2 ? "network" : "unplayable");
    });
    video.addEventListener("durationchange", () => {
      if (this.pace && !this.hls && video.duration > 0 && video.duration < Number.POSITIVE_INFINITY) this.end();
    });
  }

  /** Whether sound alone is fetched. */
  get isSound(): boolean {
    return this.choice === SOUND || this.choice === SLIDES;
  }

  /** Whether the link is thinner than the smallest picture. */
  get isThin(): boolean {
    const hls = this.hls;
    const pictures = hls && !this.isSound ? hls.levels.filter((level) => level.height > 0) : [];
    if (!hls || pictures.length === 0) return false;
    return hls.bandwidthEstimate < Math.min(...pictures.map((level) => level.bitrate)) * ROOM;
  }

  private get address(): string {
    const { master, sound, thin } = this.addresses;
    if (this.choice === SLIDES) return thin;
    return this.choice === SOUND ? sound : master;
  }

  /** Seconds behind where the broadcast is watched now; 0 when that is not known. */
  get behind(): number {
    const now = this.hls ? this.hls.liveSyncPosition : this.nativeNow();
    return now ? Math.max(0, now - this.video.currentTime) : 0;
  }

  /** Seconds since something new came of the broadcast. */
  get silence(): number {
    return this.hls?.latestLevelDetails?.age ?? 0;
  }

  private nativeNow(): number {
    const { seekable } = this.video;
    return seekable.length ? seekable.end(seekable.length - 1) - NATIVE_DELAY : 0;
  }

  /** Go to where the broadcast is now. */
  toNow(): void {
    const now = this.hls ? this.hls.liveSyncPosition : this.nativeNow();
    if (now) this.video.currentTime = now;
  }

  /** Catch up by a little speed, or leave the speed to the viewer. */
  chase(isWanted: boolean): void {
    if (!this.hls || !this.pace || isWanted === this.isChasing) return;
    this.isChasing = isWanted;
    this.hls.config.maxLiveSyncPlaybackRate = isWanted ? this.pace.hurry : 1;
    if (!isWanted && this.video.playbackRate <= this.pace.hurry) this.video.playbackRate = 1;
  }

  /** Play what is open on to its end: the broadcast is over. From the next opening on it is a film at `addresses`. */
  rest(addresses: Addresses): void {
    this.addresses = addresses;
    this.pace = null;
  }

  private end(): void {
    this.chase(false);
    this.events.onEnd();
  }

  /** Open the film at `seconds`, a broadcast also `NOW`; it plays on if it played. */
  open(seconds: number): void {
    const { address } = this;
    this.hls?.destroy();
    this.hls = null;
    if (!prefersNative(this.video) && Hls.isSupported()) this.openByScript(address, seconds);
    else this.openByBrowser(address, seconds);
  }

  /** Take other addresses of the same film from now on, at the same place. */
  move(addresses: Addresses): void {
    this.addresses = addresses;
    if (!this.address) this.choice = AUTO;
    this.reopen();
  }

  /** Open the film anew where it is, playing if it was. */
  reopen(): void {
    const [wasPlaying, speed] = [!this.video.paused, this.video.playbackRate];
    const wasNow = this.pace !== null && (this.video.currentTime === 0 || this.behind < this.pace.delay);
    this.open(wasNow ? NOW : this.video.currentTime);
    this.video.playbackRate = speed;
    if (wasPlaying) void this.video.play().catch(() => undefined);
  }

  choose(value: string): void {
    const before = this.address;
    this.choice = value;
    if (this.address !== before) this.reopen();
    else this.applyChoice();
  }

  private applyChoice(): void {
    if (!this.hls || this.isSound) return;
    const index = this.choice === AUTO ? -1 : this.hls.levels.findIndex((level) => linesOf(level) === this.choice);
    this.hls.nextLevel = index;
  }

  private openByBrowser(address: string, seconds: number): void {
    if (!this.video.canPlayType(HLS_TYPE)) {
      this.events.onTrouble("unplayable");
      return;
    }
    this.video.src = seconds > 0 ? `${address}#t=${seconds.toFixed(1)}` : address;
    this.events.onQualities(this.withSound([]));
  }

  private openByScript(address: string, seconds: number): void {
    const { delay, hurry, caution = 1 } = this.pace ?? {};
    const hls = new Hls({
      startPosition: seconds,
      capLevelToPlayerSize: true,
      backBufferLength: 60,
      ...(delay && hurry
        ? { liveSyncDuration: delay, maxLiveSyncPlaybackRate: hurry, liveSyncOnStallIncrease: caution }
        : {}),
    });
    this.hls = hls;
    this.isChasing = true;
    hls.on(Hls.Events.LEVEL_UPDATED, (_event, { details }) => {
      if (this.pace && hls === this.hls && !details.live) this.end();
    });
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      if (!this.isSound) this.events.onQualities(this.withSound(qualitiesOf(hls)));
      this.applyChoice();
    });
    hls.on(Hls.Events.ERROR, (_event, data) => this.hear(hls, data));
    hls.loadSource(address);
    hls.attachMedia(this.video);
  }

  private withSound(pictures: Quality[]): Quality[] {
    const slides = this.addresses.thin ? [{ value: SLIDES, lines: 0 }] : [];
    const sound = this.addresses.sound ? [{ value: SOUND, lines: 0 }] : [];
    return [...pictures, ...slides, ...sound];
  }

  private hear(hls: Hls, data: ErrorData): void {
    if (hls !== this.hls) return;
    // hls.js would try the other qualities one after the other: their addresses are no better
    if (CLOSED.includes(data.response?.code ?? 0)) this.stop("address");
    else if (!data.fatal) return;
    else if (data.type === Hls.ErrorTypes.NETWORK_ERROR) this.stop("network");
    else if (data.type === Hls.ErrorTypes.MEDIA_ERROR && this.repairs < 2) {
      this.repairs += 1;
      hls.recoverMediaError();
    } else this.stop("media");
  }

  private stop(trouble: Trouble): void {
    this.hls?.stopLoad();
    this.events.onTrouble(trouble);
  }
}

interface Level {
  width: number;
  height: number;
}

function linesOf(level: Level): string {
  return String(Math.min(level.width, level.height));
}

function qualitiesOf(hls: Hls): Quality[] {
  const pictures = hls.levels.filter((level) => level.height > 0);
  const lines = [...new Set(pictures.map((level) => Math.min(level.width, level.height)))].sort((a, b) => b - a);
  return lines.map((count) => ({ value: String(count), lines: count }));
}
