// What OBS or another sender sends, as the school has taken it in: at the desk alone before air, as viewers see it after.

import type Hls from "hls.js";

export class Preview {
  private hls: Hls | null = null;
  private url = "";

  constructor(private readonly video: HTMLVideoElement) {
    video.muted = true;
  }

  /** Show a playlist, or nothing for no address. */
  show(url: string): void {
    if (url === this.url) return;
    this.url = url;
    this.hls?.destroy();
    this.hls = null;
    this.video.removeAttribute("src");
    if (url) void this.play(url);
  }

  private async play(url: string): Promise<void> {
    const { default: Hls } = await import("hls.js");
    if (url !== this.url) return;
    if (!Hls.isSupported()) {
      this.video.src = url;
      void this.video.play().catch(() => undefined);
      return;
    }
    const hls = new Hls({ liveSyncDurationCount: 2, maxLiveSyncPlaybackRate: 1.25, manifestLoadPolicy: patient() });
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, () => void this.video.play().catch(() => undefined));
    hls.on(Hls.Events.ERROR, (_event, { fatal }) => {
      if (fatal && this.hls === hls) this.again(url);
    });
    hls.loadSource(url);
    hls.attachMedia(this.video);
  }

  /** The signal has just begun or has changed: look once more. */
  private again(url: string): void {
    this.hls?.destroy();
    this.hls = null;
    window.setTimeout(() => {
      if (this.url === url && !this.hls) void this.play(url);
    }, 2000);
  }
}

/** The playlist comes with the first pieces, a few seconds after the signal. */
function patient() {
  const retry = { maxNumRetry: 8, retryDelayMs: 1000, maxRetryDelayMs: 2000 };
  return { default: { maxTimeToFirstByteMs: 10_000, maxLoadTimeMs: 20_000, timeoutRetry: retry, errorRetry: retry } };
}
