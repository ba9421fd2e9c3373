// How a teleprompter moves: even, at a speed in words a minute, whatever the size of the letters.

export const SLOWEST = 40;
export const FASTEST = 300;
export const SPEED_STEP = 5;
export const SMALLEST = 1.5;
export const LARGEST = 9;
export const SIZE_STEP = 0.5;

/** A script as it lies on the page. */
export interface Length {
  /** from its first line to its last */
  pixels: number;
  /** as long as it takes to be read at `wordsAMinute` */
  seconds: number;
  wordsAMinute: number;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Return how long the whole script takes at a speed. */
export function secondsAt(length: Length, speed: number): number {
  return (length.seconds * length.wordsAMinute) / speed;
}

export function pixelsASecond(length: Length, speed: number): number {
  const seconds = secondsAt(length, speed);
  return seconds > 0 ? length.pixels / seconds : 0;
}

/** Return what is read already, from 0 to 1. */
export function progress(length: Length, place: number): number {
  return length.pixels > 0 ? clamp(place / length.pixels, 0, 1) : 1;
}

export function secondsLeft(length: Length, place: number, speed: number): number {
  return secondsAt(length, speed) * (1 - progress(length, place));
}

/** Return the place of the paragraph before or after the one that is read; `tops` are the places of all, in their order. */
export function paragraphAt(tops: readonly number[], place: number, step: -1 | 1): number {
  const slack = 4;
  if (step === 1) return tops.find((top) => top > place + slack) ?? place;
  return tops.filter((top) => top < place - slack).pop() ?? 0;
}

export interface Settings {
  speed: number;
  size: number;
  isMirrored: boolean;
}

/** Read what was remembered; whatever else stands there counts as not said. */
export function readSettings(kept: string | null, speed: number): Settings {
  let told: Partial<Settings> = {};
  try {
    told = (JSON.parse(kept ?? "{}") ?? {}) as Partial<Settings>;
  } catch {
    // of another make
  }
  const number = (value: unknown, usual: number) => (typeof value === "number" && value > 0 ? value : usual);
  return {
    speed: clamp(number(told.speed, speed), SLOWEST, FASTEST),
    size: clamp(number(told.size, 3.5), SMALLEST, LARGEST),
    isMirrored: told.isMirrored === true,
  };
}
