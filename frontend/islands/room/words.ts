// Texts: what people typed, cut into plain words and addresses, and sentences with places to fill.

export interface Part {
  text: string;
  href?: string;
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+|\bwww\.[^\s<>"']+/giu;
// A dot or bracket that ends the sentence is no part of the address.
const END = /[.,!?:;)\]»…]+$/u;

/** Cut a text into plain parts and addresses that can be followed. */
export function parts(text: string): Part[] {
  const found: Part[] = [];
  let last = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(END, "");
    if (match.index > last) found.push({ text: text.slice(last, match.index) });
    found.push({ text: address, href: address.startsWith("www.") ? `https://${address}` : address });
    last = match.index + address.length;
  }
  if (last < text.length) found.push({ text: text.slice(last) });
  return found;
}

/** Put `value` into the place of a sentence. */
export function say(sentence: string | undefined, value: string | number): string {
  return (sentence ?? "").replace(/\{\w+\}/u, () => String(value));
}

/** Return how many of `voters` chose each answer, in percent. */
export function percents(votes: number[], voters: number): number[] {
  return votes.map((count) => (voters ? Math.round((100 * count) / voters) : 0));
}

/** Return the mean of a scale whose first answer is 1, to a tenth; nothing while nobody has answered. */
export function average(votes: number[]): number | null {
  const all = votes.reduce((sum, count) => sum + count, 0);
  if (!all) return null;
  const sum = votes.reduce((whole, count, index) => whole + count * (index + 1), 0);
  return Math.round((10 * sum) / all) / 10;
}

/** Return how long something lasts by now: 0:07, 1:02:33. */
export function lasting(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Return a key by which the school knows a message that is sent twice. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
