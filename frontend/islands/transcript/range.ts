// A row of phrases that is chosen, by their numbers.

export interface Range {
  first: number;
  last: number;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Return the range so that it ends, or begins, at `place`: whichever of its ends is nearer moves. */
export function extend(range: Range | null, place: number): Range {
  if (!range) return { first: place, last: place };
  if (place < range.first) return { ...range, first: place };
  if (place > range.last) return { ...range, last: place };
  return place - range.first < range.last - place ? { ...range, first: place } : { ...range, last: place };
}

/** Return the phrase that a key leads to among `count`; null for other keys. */
export function stepTo(key: string, place: number, count: number): number | null {
  const by = STEPS[key];
  if (by === undefined || count === 0) return null;
  return Math.min(Math.max(place + by, 0), count - 1);
}
