// In which list a question stands, and in which order.

export interface Standing {
  state: string;
  votes: number;
  isPinned: boolean;
  at: string;
}

const LISTS: Record<string, string> = {
  open: "questions",
  answering: "questions",
  answered: "answered",
  waiting: "waiting",
  declined: "declined",
};

/** Return the list of a question in this state. */
export function listOf(state: string): string {
  return LISTS[state] ?? "";
}

/** Order open questions: the one being answered, the pinned ones, then by votes and age. */
export function compare(one: Standing, other: Standing): number {
  const rank = (standing: Standing) => (standing.state === "answering" ? 0 : standing.isPinned ? 1 : 2);
  return rank(one) - rank(other) || other.votes - one.votes || byAge(one, other);
}

/** Order by time, the older first. */
export function byAge(one: { at: string }, other: { at: string }): number {
  return Date.parse(one.at) - Date.parse(other.at);
}

/** Return where `item` belongs in `items`, which are in order: the number of those that stand before it. */
export function placeIn<T>(items: T[], item: T, order: (one: T, other: T) => number): number {
  const index = items.findIndex((other) => order(item, other) < 0);
  return index < 0 ? items.length : index;
}
