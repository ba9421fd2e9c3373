// How near to the present a broadcast is watched.

export interface Pace {
  /** seconds between the newest piece and the viewer */
  delay: number;
  /** the most speed with which a viewer who fell a little behind catches up */
  hurry: number;
}

export const PACES: Record<string, Pace> = {
  calm: { delay: 4, hurry: 1.1 },
  least: { delay: 1.5, hurry: 1.5 },
};

/** where a broadcast is now, in place of seconds from its beginning */
export const NOW = -1;
