// Sums of a budget, the same here and on the server (grants/funds/budget.py): whole kopecks, rounded half up where a product is made.
// Both sides are held to tests/grants/check/sums.json.

import { readMoney, writeMoney } from "../application/money.ts";

const NUMBER = /^-?\d{1,12}(?:[.,]\d{1,4})?$/;
const PARTS = 10_000n;

/** What one line, an article or the whole budget comes to, in kopecks. */
export type Sums = { cost: bigint; own: bigint; requested: bigint };

/** Read a quantity as ten-thousandths; null for anything else. */
export function readQuantity(text: string): bigint | null {
  const plain = text.replace(/\s+/g, "");
  if (!NUMBER.test(plain)) return null;
  const [whole = "0", rest = ""] = plain.split(/[.,]/);
  return BigInt(whole + rest.padEnd(4, "0"));
}

/** Return what a line comes to; what is no number counts as nought. */
export function sumsOf(quantity: string, price: string, own: string): Sums {
  const product = (readQuantity(quantity) ?? 0n) * BigInt(readMoney(price) ?? 0);
  const size = product < 0n ? -product : product;
  const rounded = (2n * size + PARTS) / (2n * PARTS);
  const cost = product < 0n ? -rounded : rounded;
  const mine = BigInt(readMoney(own) ?? 0);
  return { cost, own: mine, requested: cost - mine };
}

/** Return the sums of several lines. */
export function totalOf(lines: Iterable<Sums>): Sums {
  const total = { cost: 0n, own: 0n, requested: 0n };
  for (const line of lines) {
    total.cost += line.cost;
    total.own += line.own;
    total.requested += line.requested;
  }
  return total;
}

/** Write kopecks as `12 500` or `12 500,50`, below nought with a minus. */
export function written(kopecks: bigint): string {
  return kopecks < 0n ? `−${writeMoney(Number(-kopecks))}` : writeMoney(Number(kopecks));
}

/** Write a part of a whole in per cent with at most two places. */
export function shareOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return "0";
  const size = (20_000n * part + whole) / (2n * whole);
  return String(Number(size) / 100).replace(".", ",");
}
