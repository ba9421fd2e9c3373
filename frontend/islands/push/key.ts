// The school's key, by which a browser knows who may show notices in it.

/** The school's key as the browser wants it. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
}

/** Whether a subscription was made for this key; after the school got another one it must be made anew. */
export function isFor(key: Uint8Array, made: ArrayBuffer | null | undefined): boolean {
  const bytes = new Uint8Array(made ?? new ArrayBuffer(0));
  return bytes.length === key.length && bytes.every((byte, place) => byte === key[place]);
}
