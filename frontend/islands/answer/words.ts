// A moment on the words of a film: which are within it, how its ends move, how its times are typed.

import type { Range } from "../transcript/range.ts";

export interface TimedWord {
  at: number;
  until: number;
}

/** Return the words whose middle lies within the moment, as the school quotes them; null for none. */
export function wordsWithin(words: TimedWord[], seconds: number, end: number): Range | null {
  const within = words.map(({ at, until }) => seconds <= (at + until) / 2 && (at + until) / 2 < end);
  const first = within.indexOf(true);
  return first < 0 ? null : { first, last: within.lastIndexOf(true) };
}

/** Let the moment begin at a word; one that would end before it ends with it. */
export function beginAt(range: Range | null, place: number): Range {
  return { first: place, last: range ? Math.max(range.last, place) : place };
}

/** Let the moment end with a word; one that would begin behind it begins with it. */
export function endAt(range: Range | null, place: number): Range {
  return { first: range ? Math.min(range.first, place) : place, last: place };
}

/** Write seconds to a hundredth, as the fields of times are typed: 4:07, 1:02:33.25. */
export function typeTime(seconds: number): string {
  const hundredths = Math.round(Math.max(0, seconds) * 100);
  const [whole, rest] = [Math.floor(hundredths / 100), hundredths % 100];
  const [hours, minutes, secs] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  const clock = hours ? `${hours}:${two(minutes)}:${two(secs)}` : `${minutes}:${two(secs)}`;
  return rest ? `${clock}.${two(rest)}`.replace(/0$/, "") : clock;
}
