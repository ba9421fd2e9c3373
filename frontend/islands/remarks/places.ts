// Places in a text as the school counts them: whole characters, where a browser counts halves of some.

const MOST = 1000;

export interface Words {
  quote: string;
  /** where the words begin, in characters */
  begin: number;
}

/** Return how many characters a text has. */
export function length(text: string): number {
  return [...text].length;
}

/** Return the words between two places of a browser's text, without blanks around them; null where there are none. */
export function wordsBetween(text: string, start: number, end: number): Words | null {
  const chosen = text.slice(start, end);
  const quote = [...chosen.trim()].slice(0, MOST).join("").trim();
  if (!quote) return null;
  const blanks = chosen.length - chosen.trimStart().length;
  return { quote, begin: length(text.slice(0, start + blanks)) };
}

/** Return the browser's places of words that begin and end at these characters. */
export function placesOf(text: string, begin: number, end: number): [number, number] {
  const letters = [...text];
  const start = letters.slice(0, begin).join("").length;
  return [start, start + letters.slice(begin, end).join("").length];
}
