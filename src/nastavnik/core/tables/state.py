"""What an address says about a table. Whatever the address says wrongly is read as not said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

MAX_FILTER_CHARACTERS = 200
LARGEST_PAGE = 1_000_000
EXPORTS = ("xlsx", "csv")


@dataclass(frozen=True, slots=True)
class State:
    """Order, filters and page of a table; `address` writes them back as a query."""

    order: str
    is_descending: bool
    page: int
    filters: dict[str, str]
    export: str
    default_order: str

    def address(self, **changes: object) -> str:
        """Return the query that shows this table with `changes`; what is usual is left out, changed order starts at page 1."""
        changed = replace(self, **{"export": "", **changes})  # type: ignore[arg-type]  # the names are this class's own
        sort = f"-{changed.order}" if changed.is_descending else changed.order
        said = {name: value for name, value in changed.filters.items() if value}
        if sort != self.default_order:
            said["sort"] = sort
        if changed.page > 1:
            said["page"] = str(changed.page)
        if changed.export:
            said["export"] = changed.export
        return f"?{urlencode(said)}"


def read_page(text: str) -> int:
    """Return the page's number, 1 for anything odd."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_PAGE))
    return max(1, int(text)) if is_number else 1


def read_filter(text: str, choices: frozenset[str]) -> str:
    """Return the filter's value: one of `choices` if there are any, else a clean short text."""
    if choices:
        return text if text in choices else ""
    return text.replace("\0", "").strip()[:MAX_FILTER_CHARACTERS]


def read_state(
    params: Mapping[str, str], *, sortable: frozenset[str], filters: Mapping[str, frozenset[str]], default_order: str
) -> State:
    """Read the query of an address. `filters` gives the allowed values of each filter, none meaning free text."""
    sort = params.get("sort", "")
    if sort.removeprefix("-") not in sortable:
        sort = default_order
    export = params.get("export", "")
    return State(
        order=sort.removeprefix("-"),
        is_descending=sort.startswith("-"),
        page=read_page(params.get("page", "")),
        filters={key: read_filter(params.get(key, ""), choices) for key, choices in filters.items()},
        export=export if export in EXPORTS else "",
        default_order=default_order,
    )
