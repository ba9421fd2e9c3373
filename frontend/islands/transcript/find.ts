// Finding within a transcript: as people type, whatever the case, and е for ё.

export interface Found {
  /** of characters, in the text of a paragraph */
  from: number;
  to: number;
}

/** Return the text as it is compared; as long as it was, so that places in it are places in the text. */
export function fold(text: string): string {
  const folded = text.toLowerCase().replaceAll("ё", "е");
  return folded.length === text.length ? folded : text;
}

/** Return where `query` stands in `text`, one after the other; a space stands for any run of spaces. */
export function occurrences(text: string, query: string): Found[] {
  const words = fold(query).split(/\s+/).filter(Boolean).map(escaped);
  if (words.length === 0) return [];
  const pattern = new RegExp(words.join("\\s+"), "g");
  return [...fold(text).matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Return the number of what comes after `present` (-1: none yet) among `count`, round and round. */
export function step(present: number, count: number, by: 1 | -1): number {
  if (count === 0) return -1;
  return present < 0 ? (by > 0 ? 0 : count - 1) : (present + by + count) % count;
}

/** Return the number of the last of `begins`, which are in order, at or before `seconds`; -1 before the first. */
export function phraseAt(begins: number[], seconds: number): number {
  let [low, high] = [0, begins.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] as number) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
