// How loud it is, and whether somebody who believes to be heard is not.

export const SILENT_DB = -100;
// below this a room with a switched-on microphone is not
const UNHEARD_DB = -55;
const UNHEARD_MS = 8000;

/** Loudness of samples between -1 and 1, in decibels of full scale. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const level = samples.length ? Math.sqrt(sum / samples.length) : 0;
  return level > 0 ? Math.max(20 * Math.log10(level), SILENT_DB) : SILENT_DB;
}

/** Where a level stands on a meter from 0 to 100: from -60 dB up to full scale. */
export function onMeter(decibels: number): number {
  return Math.round(Math.min(Math.max((decibels + 60) / 60, 0), 1) * 100);
}

export class Silence {
  private heardAt: number | null = null;

  /** Note a level at `now` (milliseconds); tells whether nothing was heard for too long. Being muted is no silence. */
  note(decibels: number, now: number, isMuted: boolean): boolean {
    if (this.heardAt === null || isMuted || decibels > UNHEARD_DB) this.heardAt = now;
    return now - this.heardAt >= UNHEARD_MS;
  }
}

/** The microphone and the sound of a shared screen, mixed into one track that stays the same whatever comes and goes. */
export class Mixer {
  private readonly context = new AudioContext({ latencyHint: "interactive", sampleRate: 48_000 });
  private readonly out = this.context.createMediaStreamDestination();
  private readonly voice = this.context.createGain();
  private readonly analyser = this.context.createAnalyser();
  private readonly samples: Float32Array<ArrayBuffer>;
  private microphone: MediaStreamAudioSourceNode | null = null;
  private screen: MediaStreamAudioSourceNode | null = null;

  constructor() {
    this.analyser.fftSize = 2048;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.voice.connect(this.out);
    // a track on which nothing ever comes would hold the recorder up
    const hum = this.context.createConstantSource();
    hum.offset.value = 0;
    hum.connect(this.out);
    hum.start();
  }

  get track(): MediaStreamTrack {
    return this.out.stream.getAudioTracks()[0] as MediaStreamTrack;
  }

  /** A browser may keep sound back until the page was touched. */
  async wake(): Promise<void> {
    if (this.context.state !== "running") await this.context.resume();
  }

  setMicrophone(stream: MediaStream | null): void {
    this.microphone?.disconnect();
    this.microphone = this.joined(stream);
    this.microphone?.connect(this.analyser);
    this.microphone?.connect(this.voice);
  }

  setScreen(stream: MediaStream | null): void {
    this.screen?.disconnect();
    this.screen = this.joined(stream);
    this.screen?.connect(this.out);
  }

  setMuted(isMuted: boolean): void {
    this.voice.gain.value = isMuted ? 0 : 1;
  }

  /** How loud the microphone is just now, muted or not. */
  level(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    return loudness(this.samples);
  }

  private joined(stream: MediaStream | null): MediaStreamAudioSourceNode | null {
    return stream?.getAudioTracks().length ? this.context.createMediaStreamSource(stream) : null;
  }
}
