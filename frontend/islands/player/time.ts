// Places in a film: as addresses and people write them.

const PARTS = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s?)?$/;
const CLOCK = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/;

/** Read `1m30s`, `1h2m`, `90`, `90s` or `1:30` as seconds; null for anything else. */
export function readMoment(text: string): number | null {
  const word = text.trim().toLowerCase();
  const match = word ? (CLOCK.exec(word) ?? PARTS.exec(word)) : null;
  if (!match) return null;
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

export interface Span {
  seconds: number;
  /** null: it plays on */
  end: number | null;
}

/** Read `1m30s-2m10s` or `90-130`, or a beginning alone; null for anything else. An end before the beginning is none. */
export function readSpan(text: string): Span | null {
  const [first = "", last = ""] = text.split("-", 2);
  const seconds = readMoment(first);
  if (seconds === null) return null;
  const end = readMoment(last);
  return { seconds, end: end !== null && end > seconds ? end : null };
}

/** Write seconds as people read them: 4:07, 1:02:33. */
export function sayTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Write seconds for an address: 90 as `1m30s`. */
export function writeMoment(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return `${hours ? `${hours}h` : ""}${minutes ? `${minutes}m` : ""}${rest || whole === 0 ? `${rest}s` : ""}`;
}

/** Write a moment for an address: it begins no later and ends no earlier than its seconds. */
export function writeSpan({ seconds, end }: Span): string {
  return end === null ? writeMoment(seconds) : `${writeMoment(seconds)}-${writeMoment(Math.ceil(end))}`;
}

/** Write a moment as people read it: 1:30–2:10. */
export function saySpan({ seconds, end }: Span): string {
  return end === null ? sayTime(seconds) : `${sayTime(seconds)}–${sayTime(Math.ceil(end))}`;
}

/** Return `address` with the moment in it, whatever it said before. */
export function linkTo(address: string, seconds: number, end: number | null = null): string {
  const url = new URL(address);
  url.searchParams.set("t", writeSpan({ seconds, end }));
  url.searchParams.delete("go");
  url.hash = "";
  return url.toString();
}

/** Put `values` into the `{places}` of a sentence. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
}
