"""What every page of a signed-in person needs to know, in one query."""

from dataclasses import dataclass

from django.db import connection

from nastavnik.people.enums import ConsentKind, Place
from nastavnik.people.models import User

# Asked on every page of every signed-in person, so written out: building it anew each time took longer than answering it.
UNREAD = "SELECT COUNT(*) FROM people_notice WHERE user_id = %(user)s AND read_at IS NULL"
UNASKED = """
    SELECT 1 FROM people_consenttext text
    WHERE text.place_kind = %(place_kind)s AND text.place_id = %(place_id)s AND text.kind = %(consent_kind)s
    AND NOT EXISTS (
        SELECT 1 FROM people_consentround round
        WHERE round.user_id = %(user)s AND round.place_kind = text.place_kind AND round.place_id = text.place_id
        AND round.answered_at >= text.published_at
    )
"""
STATE = f"SELECT ({UNREAD}), EXISTS ({UNASKED})"


@dataclass(frozen=True, slots=True)
class PageState:
    """How many notices are unread, and whether there are documents that the person has not been asked about."""

    unread: int
    is_asking_consent: bool


def page_state(user: User, place: Place | None) -> PageState:
    """Return what the base page of `place` shows of `user`; one query."""
    asked: dict[str, str | int] = {
        "user": user.pk,
        "place_kind": place.kind.value if place else "",
        "place_id": place.id if place else 0,
        "consent_kind": ConsentKind.PROCESSING.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATE, asked)
        unread, is_asking = cursor.fetchone()
    return PageState(unread=unread, is_asking_consent=bool(is_asking))
