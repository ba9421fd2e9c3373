// What the check before air measures in the browser: how fast it can send.

const FIRST_BYTES = 256 * 1024;
const NEXT_BYTES = 2 * 2 ** 20;
const QUICK_MS = 1500;
const LONGEST_MS = 12_000;

/** Bits a second from a number of bytes and the time they took. */
export function speedOf(bytes: number, milliseconds: number): number {
  return milliseconds > 0 ? Math.round((8000 * bytes) / milliseconds) : 0;
}

/** Measure the way to the school; 0 when nothing arrived. */
export async function uploadSpeed(address: string, csrf: string): Promise<number> {
  const first = await sent(address, csrf, FIRST_BYTES);
  if (first === null) return 0;
  // so fast that the beginning of the connection was most of it: once more with enough to measure by
  const second = first < QUICK_MS ? await sent(address, csrf, NEXT_BYTES) : null;
  return second === null ? speedOf(FIRST_BYTES, first) : speedOf(NEXT_BYTES, second);
}

/** Send bytes that cannot be packed; return how long it took, or nothing when they did not arrive in time. */
async function sent(address: string, csrf: string, bytes: number): Promise<number | null> {
  const body = new Uint8Array(bytes);
  for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(body.subarray(at, at + 65_536));
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/octet-stream" };
  const began = performance.now();
  const signal = AbortSignal.timeout?.(LONGEST_MS) ?? null;
  const answer = await fetch(address, { method: "POST", body, headers, signal }).catch(() => null);
  return answer?.ok ? performance.now() - began : null;
}
