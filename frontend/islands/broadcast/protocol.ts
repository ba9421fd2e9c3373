// What the page that sends and the ingest node say to each other; `live/ingest/words.py` speaks it too.

export const NUMBER_BYTES = 4;

export type Down =
  | { type: "ready"; next: number; sender: string; state: string; is_live: boolean }
  | { type: "ack"; next: number }
  | { type: "state"; state: string; is_live: boolean }
  | { type: "refused"; code: string; text: string };

export const BYE = JSON.stringify({ type: "bye" });

/** A piece as it goes up the line: its number, big-endian, and its bytes. */
export function numbered(number: number, bytes: ArrayBuffer): ArrayBuffer {
  const message = new Uint8Array(NUMBER_BYTES + bytes.byteLength);
  new DataView(message.buffer).setUint32(0, number);
  message.set(new Uint8Array(bytes), NUMBER_BYTES);
  return message.buffer;
}

/** What came down, or nothing when it is no message of ours. */
export function readDown(text: unknown): Down | null {
  if (typeof text !== "string") return null;
  try {
    const said = JSON.parse(text) as Down;
    return ["ready", "ack", "state", "refused"].includes(said.type) ? said : null;
  } catch {
    return null;
  }
}

/** The address of a broadcast's line: WebSocket of the same origin. */
export function lineAddress(page: { protocol: string; host: string }, path: string, asked: Record<string, string>) {
  const scheme = page.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${page.host}${path}?${new URLSearchParams(asked)}`;
}
