// Which fields of an open page others have changed, and what is said of them.

export type Told = { fields: Record<string, { mark: string; said: string }>; asides: Record<string, { said: string }> };
export type Marks = Record<string, string>;

/** Return a sentence for each field in which something stands that this page does not know.
 *
 * `before` and `after` are the page's marks when the school was asked and when it answered: a field that was saved between is not compared.
 */
export function changes(before: Marks, after: Marks, told: Told): Record<string, string> {
  const said: Record<string, string> = {};
  for (const [key, mark] of Object.entries(after)) {
    const now = told.fields[key];
    if (now && before[key] === mark && now.mark !== mark) said[key] = now.said;
    else if (told.asides[key]) said[key] = told.asides[key].said;
  }
  return said;
}
