// How a broadcast stands, and how often to ask.

export interface AirState {
  /** planned, starting (on air, nothing to see yet), live, ended */
  air: string;
  isRecorded: boolean;
}

const SECOND = 1000;
// A quarter of an hour before its time people have come and wait.
const SOON_SECONDS = 15 * 60;
const CLOCK_SECONDS = 60 * 60;

export function isSame(one: AirState, other: AirState): boolean {
  return one.air === other.air && one.isRecorded === other.isRecorded;
}

/** Tell whether nothing more will change. */
export function isSettled({ air, isRecorded }: AirState): boolean {
  return air === "ended" && isRecorded;
}

/** Return after how many milliseconds to ask again; with a room beside it the page is told by that. */
export function periodOf({ air }: AirState, secondsLeft: number, hasRoom: boolean): number {
  if (air === "starting") return 2 * SECOND;
  if (air === "ended") return 3 * SECOND;
  if (hasRoom) return 30 * SECOND;
  if (air === "live") return 15 * SECOND;
  return (secondsLeft > SOON_SECONDS ? 60 : 5) * SECOND;
}

/** Say the last hour as a clock: 12:34; nothing before and after. */
export function sayLeft(seconds: number): string {
  if (!(seconds > 0 && seconds < CLOCK_SECONDS)) return "";
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
