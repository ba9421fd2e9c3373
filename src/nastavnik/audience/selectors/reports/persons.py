"""Which columns behind figures tell of somebody with an account. What a frozen report keeps of them can be forgotten."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from nastavnik.audience.papers.persons import OfPerson
from nastavnik.core.tables import Column, Table

Owner = Callable[[Any], int | None]


def _self(one: Any) -> int | None:
    return int(one.pk)


def _user(one: Any) -> int | None:
    found: int | None = one.user_id
    return found


def _mentor(one: Any) -> int | None:
    found: int | None = one.mentor_id
    return found


# name of the table → key of the column → whose it is
OWNERS: Mapping[str, Mapping[str, Owner]] = {
    "people": {"name": _self, "position": _self, "library": _self},
    "attendance": {"name": _user, "library": _user},
    "counted": {"name": _user},
    "certificates": {"name": _user},
    "mentorships": {"mentor": _mentor},
    "mentees": {"name": _user, "mentor": lambda one: _mentor(one.mentorship)},
    "jurors": {"name": _user, "position": _user, "organisation": _user},
    "speakers": {"name": _user, "position": _user},
}


def with_owners(table: Table[Any]) -> Table[Any]:
    """Return a table whose cells say whose they are."""
    owners = OWNERS.get(table.name, {})
    columns = tuple(
        replace(column, value=_owned(column, owners[column.key])) if column.key in owners else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _owned(column: Column[Any], owner: Owner) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        said, user_id = column.value(row), owner(row)
        return OfPerson(user_id, str(said)) if said and user_id is not None else said

    return value
