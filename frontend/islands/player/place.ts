// Where the viewer stopped: kept by the school for a signed-in person, by the browser for a guest.

const KEY = "place:";
const BEGIN_SECONDS = 10;
const END_SECONDS = 15;

export interface Place {
  token: string;
  /** where the school keeps it; empty for guests */
  address: string;
  csrf: string;
}

/** Return where a guest stopped, or 0. */
export function keptPlace(token: string): number {
  try {
    return Number(localStorage.getItem(KEY + token)) || 0;
  } catch {
    return 0; // storage is switched off
  }
}

/** Tell whether a place is worth going on from. */
export function isWorth(seconds: number, duration: number): boolean {
  return seconds >= BEGIN_SECONDS && !(duration > 0 && seconds > duration - END_SECONDS);
}

/** Keep a place; arrives even while the page is being closed. */
export function keepPlace(place: Place, seconds: number, duration: number): void {
  if (place.address) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", place.csrf);
    body.set("seconds", seconds.toFixed(1));
    navigator.sendBeacon(place.address, body);
    return;
  }
  try {
    if (isWorth(seconds, duration)) localStorage.setItem(KEY + place.token, seconds.toFixed(1));
    else localStorage.removeItem(KEY + place.token);
  } catch {
    // storage is switched off or full: the film plays all the same
  }
}
