// Carries one recording to the school through any number of connections, and loses no byte of it.
//
// A session is one recorder's output. Its pieces are numbered; the school says which of them lie on its disk, the rest is
// kept here and sent again after a broken connection. When too much is kept, the recorder must stop: a hole in the middle
// of a recording would spoil all that follows.

import { Backlog } from "./backlog.ts";
import { BYE, type Down, numbered, readDown } from "./protocol.ts";

/** What a WebSocket does, as far as it is used here. */
export interface Line {
  binaryType: string;
  readonly bufferedAmount: number;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(message: string | ArrayBuffer): void;
  close(): void;
}

export interface Surroundings {
  open(): Line;
  now(): number;
  after(milliseconds: number, call: () => void): number;
  cancel(timer: number): void;
}

/**
 * connecting · sending · waiting: for the connection · full: for it, and nothing more is kept · refused · over · done ·
 * forgotten: the school does not know this recorder any more, so a new one must begin
 */
export type Phase = "connecting" | "sending" | "waiting" | "full" | "refused" | "over" | "done" | "forgotten";

export interface Status {
  phase: Phase;
  // shown to viewers; what the school uses the signal for
  isLive: boolean;
  state: string;
  // a sentence of the school's, when it refused
  text: string;
  // for how long the school has taken nothing, and how much it takes
  secondsBehind: number;
  bitsPerSecond: number;
}

const MOST_BYTES = 64 * 2 ** 20;
// of what the browser has taken but not put on the wire: more would only make a broken line look healthy
const MOST_ON_THE_WIRE = 2 ** 19;
const PUMP_MS = 50;
const STALLED_MS = 8000;
const FIRST_PAUSE_MS = 500;
const LAST_PAUSE_MS = 5000;
// the school tries these again by itself; after the others somebody must do something
const PASSING = new Set(["no_node", "busy"]);
const FINAL = new Set(["over", "not_found"]);

export class Sender {
  private line: Line | null = null;
  private readonly backlog: Backlog;
  private phase: Phase = "connecting";
  private isReady = false;
  private isFinishing = false;
  private nextToSend = 0;
  private heardAt = 0;
  private pauseMs = FIRST_PAUSE_MS;
  private timer = 0;
  private pumping = 0;
  private isLive = false;
  private state = "waiting";
  private text = "";

  constructor(
    private readonly around: Surroundings,
    private readonly onChange: (status: Status) => void,
    mostBytes = MOST_BYTES,
  ) {
    this.backlog = new Backlog(mostBytes);
  }

  start(): void {
    this.connect();
  }

  status(): Status {
    const now = this.around.now();
    return {
      phase: this.phase,
      isLive: this.isLive,
      state: this.state,
      text: this.text,
      secondsBehind: this.backlog.secondsBehind(now),
      bitsPerSecond: this.backlog.bitsPerSecond(now),
    };
  }

  /** Take a piece from the recorder. Tells whether there is room for more; when not, the recorder must stop. */
  push(bytes: ArrayBuffer): boolean {
    if (this.isEnded) return false;
    if (bytes.byteLength) this.backlog.add(bytes, this.around.now());
    this.pump();
    if (!this.backlog.isFull) return true;
    if (this.phase !== "full") this.change("full");
    return false;
  }

  /** Say good-bye as soon as everything has arrived. */
  finish(): void {
    this.isFinishing = true;
    this.pump();
  }

  /** Do not wait for the next try: the network is back, or the person says so. */
  hurry(): void {
    if (this.line || (this.isEnded && this.phase !== "refused")) return;
    this.around.cancel(this.timer);
    this.pauseMs = FIRST_PAUSE_MS;
    this.connect();
  }

  /** Leave at once, whatever has not arrived: the page is closed, and nobody needs to wait for it to come back. */
  drop(): void {
    if (this.isReady) this.line?.send(BYE);
    this.change("done");
    this.cut();
  }

  private get isEnded(): boolean {
    return ["refused", "over", "done", "forgotten"].includes(this.phase);
  }

  // --- the line ------------------------------------------------------------------------------------------------------

  private connect(): void {
    this.isReady = false;
    if (this.phase !== "full") this.change("connecting");
    const line = this.around.open();
    this.line = line;
    this.heardAt = this.around.now();
    line.binaryType = "arraybuffer";
    line.onmessage = ({ data }) => {
      const said = this.line === line && readDown(data);
      if (said) this.hear(said);
    };
    line.onclose = () => {
      if (this.line === line) this.lose();
    };
    this.watch();
  }

  private lose(): void {
    this.line = null;
    this.isReady = false;
    if (this.isEnded) return;
    if (this.phase !== "full") this.change("waiting");
    this.timer = this.around.after(this.pauseMs, () => this.connect());
    this.pauseMs = Math.min(this.pauseMs * 2, LAST_PAUSE_MS);
  }

  private cut(): void {
    const line = this.line;
    this.line = null;
    this.around.cancel(this.timer);
    this.around.cancel(this.pumping);
    line?.close();
  }

  /** A line that says nothing while it should is broken, whatever the browser thinks of it. */
  private watch(): void {
    this.around.cancel(this.timer);
    this.timer = this.around.after(1000, () => {
      const line = this.line;
      if (!line) return;
      const owesAnswer = !this.isReady || this.backlog.get(this.nextToSend - 1) !== undefined;
      if (!owesAnswer) this.heardAt = this.around.now();
      if (this.around.now() - this.heardAt < STALLED_MS) this.watch();
      else {
        line.onclose = null;
        line.close();
        this.lose();
      }
    });
  }

  // --- what is said ----------------------------------------------------------------------------------------------------

  private hear(said: Down): void {
    this.heardAt = this.around.now();
    if (said.type === "refused") {
      this.refused(said.code, said.text);
      return;
    }
    // its node was started anew before the broadcast began, or another one has taken over
    if (said.type === "ready" && said.next < this.backlog.oldest) {
      this.change("forgotten");
      this.cut();
      return;
    }
    if (said.type !== "state") this.backlog.acknowledge(said.next, this.around.now());
    if (said.type !== "ack") {
      this.state = said.state;
      this.isLive = said.is_live;
    }
    if (said.type === "ready") {
      this.isReady = true;
      this.pauseMs = FIRST_PAUSE_MS;
      this.nextToSend = said.next;
      this.text = "";
      this.phase = this.phase === "full" ? "full" : "sending";
    }
    this.onChange(this.status());
    this.pump();
  }

  private refused(code: string, text: string): void {
    this.text = text;
    if (PASSING.has(code)) {
      this.onChange(this.status());
      return; // the line closes, and is tried again
    }
    this.change(FINAL.has(code) ? "over" : "refused");
    this.cut();
  }

  private pump(): void {
    this.around.cancel(this.pumping);
    if (!this.line || !this.isReady) return;
    let piece = this.backlog.get(this.nextToSend);
    while (piece && this.line.bufferedAmount < MOST_ON_THE_WIRE) {
      this.line.send(numbered(piece.number, piece.bytes));
      this.nextToSend += 1;
      piece = this.backlog.get(this.nextToSend);
    }
    if (piece) this.pumping = this.around.after(PUMP_MS, () => this.pump());
    else if (this.isFinishing && this.backlog.isEmpty) this.end();
  }

  private end(): void {
    this.line?.send(BYE);
    this.change("done");
    this.cut();
  }

  private change(phase: Phase): void {
    this.phase = phase;
    this.onChange(this.status());
  }
}

/** The surroundings of a page in a browser. */
export function inBrowser(address: string): Surroundings {
  return {
    open: () => new WebSocket(address) as Line,
    now: () => performance.now(),
    after: (milliseconds, call) => window.setTimeout(call, milliseconds),
    cancel: (timer) => window.clearTimeout(timer),
  };
}
