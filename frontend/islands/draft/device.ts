// What the device of a person offers: its memory, its way to write the time.

export function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off
  }
}

export function clock(): string {
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format();
}
