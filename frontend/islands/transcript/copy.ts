// Copying words with where they were said and who said them.

import { fill, linkTo, saySpan } from "../player/time.ts";

export interface Quote {
  text: string;
  seconds: number;
  /** of a moment that was chosen; null: it is cited by its beginning alone */
  end: number | null;
}

/** Return the quote with its source; `citation` has places for {time} and {url}. */
export function cite({ text, seconds, end }: Quote, citation: string, address: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  return `«${words}»\n${fill(citation, { time: saySpan({ seconds, end }), url: linkTo(address, seconds, end) })}`;
}

/** Put a text into the clipboard; tell whether it is there. Without a secure connection only the old way is open. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    return isDone;
  }
}
