// Sums as people type them, the same here and on the server (contest/checking/numbers.py): whole kopecks.

const MONEY = /^\d{1,12}(?:[.,]\d{1,2})?$/;

/** Read `12 500,50` as kopecks; null for anything else. */
export function readMoney(text: string): number | null {
  const plain = text.replace(/\s+/g, "");
  if (!MONEY.test(plain)) return null;
  const [roubles = "0", rest = ""] = plain.split(/[.,]/);
  return Number(roubles) * 100 + Number(rest.padEnd(2, "0"));
}

/** Write kopecks as `12 500` or `12 500,50`. */
export function writeMoney(kopecks: number): string {
  const roubles = String(Math.floor(kopecks / 100)).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const rest = kopecks % 100;
  return rest ? `${roubles},${String(rest).padStart(2, "0")}` : roubles;
}
