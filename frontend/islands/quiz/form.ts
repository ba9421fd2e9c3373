// What the form of a self-check holds, question by question.

export type Pair = [string, string];

/** Tell whether a field of the form belongs to a question: `q12` and `q12-34` to 12. */
export function isOf(question: string, name: string): boolean {
  return name === `q${question}` || name.startsWith(`q${question}-`);
}

/** Return what a question's fields hold. */
export function pairsOf(question: string, data: Iterable<[string, unknown]>): Pair[] {
  return [...data].filter(([name]) => isOf(question, name)).map(([name, value]) => [name, String(value)]);
}

/** Return the pairs without the mark of the answer that the page was made with. */
export function answerOf(pairs: Pair[]): Pair[] {
  return pairs.filter(([name]) => !name.endsWith("-mark"));
}

/** Return the mark of the answer that the page was made with. */
export function markOf(pairs: Pair[]): string {
  return pairs.find(([name]) => name.endsWith("-mark"))?.[1] ?? "";
}

/** Tell whether an answer says all that is asked: `places` selects, each with a value, different ones for an order. */
export function isWhole(pairs: Pair[], places: number, isOrder: boolean): boolean {
  const values = answerOf(pairs)
    .map(([, value]) => value.trim())
    .filter(Boolean);
  if (!places) return values.length > 0;
  return values.length === places && (!isOrder || new Set(values).size === places);
}

/** Return the places after one was chosen: whoever had it takes the place that became free. */
export function swapped(before: string[], index: number, chosen: string): string[] {
  const freed = before[index] ?? "";
  return before.map((place, at) => (at === index ? chosen : place === chosen && chosen ? freed : place));
}
