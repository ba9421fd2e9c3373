// Pieces that were recorded and of which the school has not said that they lie on its disk.

export interface Piece {
  number: number;
  bytes: ArrayBuffer;
  // when it was recorded, in milliseconds
  at: number;
}

export class Backlog {
  private pieces: Piece[] = [];
  private count = 0;
  private held = 0;
  private takenUp: { at: number; bytes: number }[] = [];

  constructor(private readonly mostBytes: number) {}

  /** Keep a piece under the next number. */
  add(bytes: ArrayBuffer, at: number): Piece {
    const piece = { number: this.count, bytes, at };
    this.count += 1;
    this.pieces.push(piece);
    this.held += bytes.byteLength;
    return piece;
  }

  /** Let go of the pieces below `next`; their bytes count as taken at `at`. */
  acknowledge(next: number, at: number): void {
    let bytes = 0;
    while (this.pieces[0] && this.pieces[0].number < next) bytes += this.pieces.shift()?.bytes.byteLength ?? 0;
    this.held -= bytes;
    if (bytes) this.takenUp.push({ at, bytes });
  }

  /** The piece of a number, unless it was let go or is still to come. */
  get(number: number): Piece | undefined {
    const first = this.pieces[0];
    return first && this.pieces[number - first.number];
  }

  /** The number of the oldest piece that can still be sent. */
  get oldest(): number {
    return this.pieces[0]?.number ?? this.count;
  }

  /** How many pieces there were: the number of the next one. */
  get next(): number {
    return this.count;
  }

  get bytes(): number {
    return this.held;
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0;
  }

  get isFull(): boolean {
    return this.held >= this.mostBytes;
  }

  /** How many seconds the school is behind what happens here. */
  secondsBehind(now: number): number {
    const first = this.pieces[0];
    return first ? Math.max(0, (now - first.at) / 1000) : 0;
  }

  /** Bits a second that the school took in the last `window` milliseconds. */
  bitsPerSecond(now: number, window = 5000): number {
    this.takenUp = this.takenUp.filter((one) => one.at > now - window);
    return (8 * this.takenUp.reduce((sum, one) => sum + one.bytes, 0)) / (window / 1000);
  }
}
