// A moment has an end: the film pauses there, once, and goes on as soon as somebody wants it to.

interface Ended {
  seconds: number;
  end: number;
}

// a film is brought to a picture near its second, not to the second itself
const TOLERANCE_SECONDS = 1;

/** Tell whether a place is the moment's: whoever is elsewhere has left it. */
export function isWithin({ seconds, end }: Ended, place: number): boolean {
  return place >= seconds - TOLERANCE_SECONDS && place <= end + TOLERANCE_SECONDS;
}

export class MomentEnd {
  private moment: Ended | null = null;
  private timer = 0;
  private hasBegun = false;

  /** `tell` hears that the moment is over, and later that the film goes on. */
  constructor(
    private readonly video: HTMLVideoElement,
    private readonly tell: (isOver: boolean) => void,
  ) {
    for (const name of ["timeupdate", "playing", "ratechange"]) video.addEventListener(name, () => this.watch());
    video.addEventListener("seeked", () => this.followSeek());
    for (const name of ["play", "seeking"]) video.addEventListener(name, () => this.tell(false));
  }

  /** Play this moment from now on; null: the film has no end but its own. */
  hold(moment: Ended | null): void {
    clearTimeout(this.timer);
    this.moment = moment;
    this.hasBegun = false;
    this.tell(false);
  }

  /** The film may begin elsewhere for an instant, before it is brought to the moment. */
  private followSeek(): void {
    if (!this.moment) return;
    const isHere = isWithin(this.moment, this.video.currentTime);
    if (isHere) this.hasBegun = true;
    else if (this.hasBegun) this.hold(null);
    this.watch();
  }

  private watch(): void {
    clearTimeout(this.timer);
    const { moment, video } = this;
    if (!moment || video.paused) return;
    if (isWithin(moment, video.currentTime)) this.hasBegun = true;
    const left = moment.end - video.currentTime;
    if (left <= 0 && this.hasBegun) this.stop();
    // `timeupdate` comes four times a second: the last stretch is waited for
    else if (left > 0 && left < 1)
      this.timer = window.setTimeout(() => this.watch(), (left * 1000) / video.playbackRate);
  }

  private stop(): void {
    this.moment = null;
    this.video.pause();
    this.tell(true);
  }
}
