// Played stretches of a film. As in the school, a stretch counts from its rounded begin to its rounded end.

export type Piece = [begin: number, end: number];

/** Return the same stretches in their order, those that meet joined. */
export function merged(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const [begin, end] of [...pieces].sort((one, other) => one[0] - other[0])) {
    const last = joined.at(-1);
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else if (end > begin) joined.push([begin, end]);
  }
  return joined;
}

/** Return what is left of some stretches when others are taken out. */
export function without(pieces: readonly Piece[], taken: readonly Piece[]): Piece[] {
  let left = merged(pieces);
  for (const [begin, end] of taken) {
    left = left.flatMap(([from, to]): Piece[] => {
      if (to <= begin || from >= end) return [[from, to]];
      const parts: Piece[] = [
        [from, begin],
        [end, to],
      ];
      return parts.filter(([first, last]) => last > first);
    });
  }
  return left;
}

/** Return the whole seconds that some stretches count for, in a film of `length` seconds. */
export function counted(pieces: readonly Piece[], length: number): Piece[] {
  return merged(pieces.map(([begin, end]) => [Math.floor(begin + 0.5), Math.min(Math.floor(end + 0.5), length)]));
}

/** Return how many seconds some stretches have, which do not overlap. */
export function secondsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, [begin, end]) => sum + end - begin, 0);
}

/** Return how much of a film that is: rounded down, so that 100 means all of it. */
export function percentOf(seconds: number, length: number): number {
  return length > 0 ? Math.min(Math.floor((seconds * 100) / length), 100) : 0;
}

/** Draw stretches into a picture that is as wide as the film is long, and one high. */
export function pathOf(pieces: readonly Piece[]): string {
  return pieces.map(([begin, end]) => `M${begin} 0h${end - begin}v1h${begin - end}z`).join("");
}

/** Read `0-12,40-90`. */
export function readPieces(text: string): Piece[] {
  const pairs = text.split(",").map((part) => part.split("-").map(Number));
  return pairs.flatMap(([begin = 0, end = 0]): Piece[] => (end > begin ? [[begin, end]] : []));
}

// `timeupdate` comes four times a second, in a page behind others once; what jumps further than the time allows was sought
const JUMP_SECONDS = 1;

/** Follows the playing film: hands over each stretch that was played without a jump. */
export class Run {
  private begin = -1;
  private last = -1;
  private at = 0;

  constructor(private readonly take: (piece: Piece) => void) {}

  /** The film stands at `place` and plays on from there as soon as it can. */
  start(place: number, now: number): void {
    if (this.begin >= 0) return;
    this.begin = this.last = place;
    this.at = now;
  }

  /** The film plays and is at `place`; `now` in milliseconds of a clock that only goes forwards. */
  hear(place: number, now: number, speed: number): void {
    const passed = place - this.last;
    const most = ((now - this.at) / 1000) * speed + JUMP_SECONDS;
    if (this.begin >= 0 && (passed < 0 || passed > most)) this.end();
    this.start(place, now);
    this.last = place;
    this.at = now;
  }

  /** Hand over what was played so far, and go on. */
  cut(): void {
    const { begin, last } = this;
    if (last > begin) this.take([begin, last]);
    this.begin = last;
  }

  /** It does not play on from here. */
  end(): void {
    this.cut();
    this.begin = this.last = -1;
  }
}
