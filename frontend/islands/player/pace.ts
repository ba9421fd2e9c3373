// How near to the present a broadcast is watched.

export interface Pace {
  /** seconds between the newest piece and the viewer */
  delay: number;
  /** the most speed with which a viewer who fell a little behind catches up */
  hurry: number;
  /** seconds by which the viewer keeps further off after each time the picture stood still */
  caution: number;
}

// Measured from the camera of a browser to the picture of another: 4.8 seconds, and 2.6 with the least delay.
export const PACES: Record<string, Pace> = {
  calm: { delay: 3.5, hurry: 1.2, caution: 0.25 },
  least: { delay: 0.6, hurry: 1.5, caution: 0.1 },
};

/** where a broadcast is now, in place of seconds from its beginning */
export const NOW = -1;
