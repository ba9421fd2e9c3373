// How fast an upload goes and how long is left, by what the last seconds brought.

const WINDOW_SECONDS = 20;
const SURE_SECONDS = 3;

export class Pace {
  private points: { at: number; bytes: number }[] = [];

  /** Note that `bytes` in all had gone at `at` (seconds of any clock). */
  note(at: number, bytes: number): void {
    this.points.push({ at, bytes });
    while (this.points.length > 2 && at - (this.points[1]?.at ?? at) > WINDOW_SECONDS) this.points.shift();
  }

  /** Forget the past: after a pause it says nothing about the future. */
  reset(): void {
    this.points = [];
  }

  /** Return bytes a second, or null while it is too early to say. */
  speed(): number | null {
    const [first, last] = [this.points[0], this.points[this.points.length - 1]];
    if (!first || !last || last.at - first.at < SURE_SECONDS || last.bytes <= first.bytes) return null;
    return (last.bytes - first.bytes) / (last.at - first.at);
  }

  /** Return how many seconds the rest of `whole` bytes takes, or null. */
  left(whole: number): number | null {
    const speed = this.speed();
    const last = this.points[this.points.length - 1];
    return speed && last ? (whole - last.bytes) / speed : null;
  }
}

export interface TimeWords {
  seconds: string;
  minutes: string;
  hours: string;
}

/** Say how long is left, roughly: a promise in seconds would be a lie. */
export function sayLeft(seconds: number, words: TimeWords): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return words.seconds;
  if (minutes < 90) return words.minutes.replace("{count}", String(minutes));
  return words.hours.replace("{count}", String(Math.round(minutes / 60)));
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Say a size in the page's language: 1,4 ГБ. */
export function saySize(bytes: number, language: string): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const digits = power > 2 ? 1 : 0;
  const options = { style: "unit", unit: UNITS[power] ?? "byte", maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat(language, options).format(bytes / 1024 ** power);
}
