// Where an item goes, as plain data: groups of item ids in their order.

export interface Group {
  readonly id: string;
  readonly items: readonly string[];
}

export type Order = readonly Group[];
export type Direction = "up" | "down";

export interface Place {
  readonly group: number;
  readonly index: number;
}

/** Find an item; `null` when it is nowhere. */
export function placeOf(order: Order, item: string): Place | null {
  for (const [group, { items }] of order.entries()) {
    const index = items.indexOf(item);
    if (index >= 0) return { group, index };
  }
  return null;
}

/** Put an item at a place, counted after it was taken out of where it was. */
export function put(order: Order, item: string, place: Place): Order {
  return order.map(({ id, items }, group) => {
    const rest = items.filter((other) => other !== item);
    return {
      id,
      items: group === place.group ? [...rest.slice(0, place.index), item, ...rest.slice(place.index)] : rest,
    };
  });
}

/** Tell where one step leads: within the group, or over its edge into the next; `null` at the very end. */
export function step(order: Order, item: string, direction: Direction): Place | null {
  const here = placeOf(order, item);
  if (!here) return null;
  const last = (order[here.group]?.items.length ?? 0) - 1;
  if (direction === "up") {
    if (here.index > 0) return { group: here.group, index: here.index - 1 };
    const above = order[here.group - 1];
    return above ? { group: here.group - 1, index: above.items.length } : null;
  }
  if (here.index < last) return { group: here.group, index: here.index + 1 };
  return order[here.group + 1] ? { group: here.group + 1, index: 0 } : null;
}

/** The order as form fields: `order=<group>:<item>` in sequence. */
export function fields(order: Order): [string, string][] {
  return order.flatMap(({ id, items }) => items.map((item): [string, string] => ["order", `${id}:${item}`]));
}

/** Tell whether two orders are the same. */
export function isSame(one: Order, other: Order): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
