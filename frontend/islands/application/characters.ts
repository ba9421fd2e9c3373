// Characters as people count them, the same here and on the server (contest/checking/characters.py). Both sides are held to
// tests/contest/applications/characters.json.

const SPACE = 0x20;
const DELETE = 0x7f;
const KEPT = "\t\n";

/** Tell whether a character is kept: all but those that cannot be seen. */
function isKept(letter: string): boolean {
  const code = letter.codePointAt(0) ?? 0;
  return KEPT.includes(letter) || (code >= SPACE && code !== DELETE);
}

/** Return a text as the school keeps and counts it. */
export function normal(text: string): string {
  return [...text.replace(/\r\n?/g, "\n")].filter(isKept).join("").normalize("NFC");
}

/** Return how many characters a text has. */
export function count(text: string): number {
  return [...normal(text)].length;
}
