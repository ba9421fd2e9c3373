// What the fields of an application hold, as the form sends it.

export type Pair = [string, string];

/** Tell whether something of the form belongs to a field: `f-title`, `f-activities-0-place`, `m-title`. */
export function isOf(key: string, name: string): boolean {
  return name === `f-${key}` || name === `m-${key}` || new RegExp(`^f-${key}-\\d+-`).test(name);
}

/** Return what is sent of a field. */
export function pairsOf(key: string, sent: Iterable<[string, unknown]>): Pair[] {
  return [...sent]
    .filter(([name, value]) => isOf(key, name) && typeof value === "string")
    .map(([name, value]) => [name, String(value)]);
}

/** Return the mark of what stood in the field when the page was made. */
export function markOf(key: string, pairs: Pair[]): string {
  return pairs.find(([name]) => name === `m-${key}`)?.[1] ?? "";
}

/** Return what was typed, without the mark and the names of rows. */
export function typedOf(key: string, pairs: Pair[]): Pair[] {
  return pairs.filter(([name, value]) => name !== `m-${key}` && !name.endsWith("-id") && value !== "");
}

/** Tell whether the same was typed. */
export function isSame(key: string, one: Pair[], other: Pair[]): boolean {
  return JSON.stringify(typedOf(key, one)) === JSON.stringify(typedOf(key, other));
}

/** Return the numbers of the rows that are sent of a table. */
export function rowNumbers(key: string, pairs: Pair[]): number[] {
  const found = pairs.map(([name]) => new RegExp(`^f-${key}-(\\d+)-`).exec(name)?.[1]).filter(Boolean);
  return [...new Set(found.map(Number))];
}
