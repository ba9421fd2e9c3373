"""The words of the access matrix: roles, what an address answers to each, and a row of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

ROLES = ("guest", "learner", "mentor", "head", "juror", "methodist", "director", "operator", "outsider")
SIGNED_IN = ROLES[1:]


class Answer(StrEnum):
    """What somebody gets. `IN` is the page itself; for a POST it is any answer of a person who may do this."""

    IN = "let in"
    LOGIN = "sent to sign in"
    FORBIDDEN = "403"
    MISSING = "404"
    AWAY = "sent to another page"
    GONE = "410"
    UNSIGNED = "401"


# Nothing of the page or of the deed behind it.
REFUSALS = frozenset({Answer.LOGIN, Answer.FORBIDDEN, Answer.MISSING})

Expected = Mapping[str, Answer]


def who(*roles: str, gets: Answer = Answer.IN, others: Answer, guest: Answer = Answer.LOGIN) -> Expected:
    """Return the answers when `roles` get one, all other people another, and a guest a third."""
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such roles: {unknown}")
    return {role: gets if role in roles else guest if role == "guest" else others for role in ROLES}


PUBLIC = who(*ROLES, others=Answer.IN)
# for whoever has an account: her own pages
OWN = who(*SIGNED_IN, others=Answer.IN)
# the desk of the school: methodists work there, the director looks
DESK = who("methodist", "director", others=Answer.FORBIDDEN)
DESK_HIDDEN = who("methodist", "director", others=Answer.MISSING)
DESK_HIDDEN_ALSO_FROM_GUESTS = who("methodist", "director", others=Answer.MISSING, guest=Answer.MISSING)
# what changes the school: methodists alone
RUN = who("methodist", others=Answer.FORBIDDEN)
RUN_HIDDEN = who("methodist", others=Answer.MISSING)
OPERATOR = who("operator", others=Answer.LOGIN)
NOBODY = who(others=Answer.MISSING, guest=Answer.MISSING)


@dataclass(frozen=True, slots=True)
class Row:
    """An address of the school and what everybody gets there.

    `things` names what stands in the address (see `world.py`), in its order; `variant` tells rows of one address apart.
    `is_post` is for what accepts nothing but POST. `why` says why nobody gets in, where that is right.
    `is_shared` marks what is the same from whichever school it is asked for (a signed or secret address).
    """

    name: str
    expected: Expected
    things: tuple[str, ...] = ()
    is_post: bool = False
    why: str = ""
    is_shared: bool = False

    def __str__(self) -> str:
        return " ".join((self.name, *self.things))


def get(name: str, expected: Expected, *things: str, why: str = "", is_shared: bool = False) -> Row:
    """Return a row for a page."""
    return Row(name, expected, things, why=why, is_shared=is_shared)


def post(name: str, expected: Expected, *things: str, why: str = "", is_shared: bool = False) -> Row:
    """Return a row for a deed."""
    return Row(name, expected, things, is_post=True, why=why, is_shared=is_shared)
