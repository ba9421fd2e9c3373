// What is typed as a mark: digits gather to one number as long as the scale allows.

export interface Scale {
  lowest: number;
  highest: number;
}

export interface Typed {
  /** the mark that is meant so far; null when what was typed is none */
  mark: number | null;
  /** what may still grow into a longer number */
  rest: string;
}

/** Return what a digit means after those that were typed a moment ago: in 0–10 a 1 is one, and with a 0 soon after it ten. */
export function typeDigit(before: string, digit: string, { lowest, highest }: Scale): Typed {
  const whole = before + digit;
  const text = Number(whole) <= highest ? whole : digit;
  const value = Number(text);
  return {
    mark: value >= lowest && value <= highest ? value : null,
    rest: value > 0 && value * 10 <= highest ? text : "",
  };
}
