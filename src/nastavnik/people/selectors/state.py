"""What every page of a signed-in person needs to know, in one query."""

from dataclasses import dataclass

from django.db import connection

from nastavnik.people.enums import ConsentKind, Place
from nastavnik.people.models import User
from nastavnik.people.permissions import remember_roles

# Asked on every page of every signed-in person, so written out: building it anew each time took longer than answering it.
# The roles stand beside it: one row for each, and one with empty ones for who has none.
STATE = """
    SELECT
        (SELECT COUNT(*) FROM people_notice WHERE user_id = %(user)s AND read_at IS NULL),
        EXISTS (
            SELECT 1 FROM people_consenttext text
            WHERE text.place_kind = %(place_kind)s AND text.place_id = %(place_id)s AND text.kind = %(consent_kind)s
            AND NOT EXISTS (
                SELECT 1 FROM people_consentround round
                WHERE round.user_id = %(user)s AND round.place_kind = text.place_kind AND round.place_id = text.place_id
                AND round.answered_at >= text.published_at
            )
        ),
        held.role, held.place_kind, held.place_id
    FROM (SELECT 1 AS here) one LEFT JOIN people_roleassignment held ON held.user_id = %(user)s
"""


@dataclass(frozen=True, slots=True)
class PageState:
    """How many notices are unread, and whether there are documents that the person has not been asked about."""

    unread: int
    is_asking_consent: bool


def page_state(user: User, place: Place | None) -> PageState:
    """Return what the base page of `place` shows of `user`; one query, from which her roles are known as well."""
    asked: dict[str, str | int] = {
        "user": user.pk,
        "place_kind": place.kind.value if place else "",
        "place_id": place.id if place else 0,
        "consent_kind": ConsentKind.PROCESSING.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATE, asked)
        rows = cursor.fetchall()
    unread, is_asking = rows[0][:2]
    remember_roles(user, [row[2:] for row in rows if row[2] is not None])
    return PageState(unread=unread, is_asking_consent=bool(is_asking))
