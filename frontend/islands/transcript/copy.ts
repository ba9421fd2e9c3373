// Copying words with where they were said and who said them.

import { fill, linkTo, sayTime } from "../player/time.ts";

export interface Quote {
  text: string;
  seconds: number;
}

/** Return the quote with its source; `citation` has places for {time} and {url}. */
export function cite({ text, seconds }: Quote, citation: string, address: string): string {
  const words = text.replace(/\s+/g, " ").trim();
  return `«${words}»\n${fill(citation, { time: sayTime(seconds), url: linkTo(address, seconds) })}`;
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
