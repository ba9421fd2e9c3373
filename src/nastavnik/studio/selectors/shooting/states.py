"""How it stands with somebody who is shown, told by her row alone."""

from enum import StrEnum

from nastavnik.studio.models import ShownPerson


class ShownState(StrEnum):
    """What somebody who is shown has answered, by a link or on paper."""

    NEW = "new"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def state_of(person: ShownPerson) -> ShownState:
    """Return what somebody has answered. What was withdrawn stays so until she agrees once more, whatever she said before."""
    if person.withdrawn_at is not None:
        return ShownState.WITHDRAWN
    if person.has_agreed is not None:
        return ShownState.AGREED if person.has_agreed else ShownState.REFUSED
    return ShownState.ASKED if person.secret_hash else ShownState.NEW
