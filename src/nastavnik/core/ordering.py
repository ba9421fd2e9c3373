"""What a list put in order by people posts (`ui/reorder.html`): the whole order by script, or one step by its buttons."""

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from nastavnik.core.errors import Refusal

Order = dict[str, list[str]]


class OrderUnclear(Refusal):
    """The posted order is not an order of exactly the items on the page."""

    message = _("The list has changed meanwhile, so the order was not saved. Reload the page and move once more.")


def read_order(posted: QueryDict, current: Order) -> Order:
    """Return the order that was asked for; `current` maps each group's id to its items' ids as they stand.

    Raises `OrderUnclear` when an item is missing, doubled or strange, or a group is unknown.
    """
    if move := posted.get("move"):
        return moved(current, move)
    asked: Order = {group: [] for group in current}
    for pair in posted.getlist("order"):
        group, _sign, item = pair.partition(":")
        if group not in asked:
            raise OrderUnclear
        asked[group].append(item)
    if sorted(items_of(asked)) != sorted(items_of(current)):
        raise OrderUnclear
    return asked


def items_of(order: Order) -> list[str]:
    """Return all items in sequence."""
    return [item for items in order.values() for item in items]


def moved(current: Order, move: str) -> Order:
    """Return `current` after one step such as `12:up`; at the edge of a group the item goes over into the next one.

    Raises `OrderUnclear` when there is no such item or step; a step beyond the very end changes nothing.
    """
    item, _sign, direction = move.rpartition(":")
    group = next((group for group, items in current.items() if item in items), None)
    if group is None or direction not in {"up", "down"}:
        raise OrderUnclear
    groups = list(current)
    order = {key: list(items) for key, items in current.items()}
    index = order[group].index(item)
    step = -1 if direction == "up" else 1
    is_inside = 0 <= index + step < len(order[group])
    neighbour = groups.index(group) + step
    if not is_inside and not 0 <= neighbour < len(groups):
        return order
    order[group].pop(index)
    if is_inside:
        order[group].insert(index + step, item)
    else:
        target = order[groups[neighbour]]
        target.insert(len(target) if direction == "up" else 0, item)
    return order
