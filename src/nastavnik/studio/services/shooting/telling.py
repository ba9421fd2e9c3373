"""What those who make a film are told of the people in it."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from nastavnik.mentoring.services.routing_notices import methodists_of
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.selectors.reading.addresses import link_in_notice
from nastavnik.studio.enums import CardState
from nastavnik.studio.models import ProductionCard, ShownPerson


def tell_of_answer(row: ShownPerson, *, now: datetime) -> None:
    """Tell who asked, and who makes the film, what somebody who is shown has answered."""
    makers = {row.added_by_id, row.card.owner_id} - {None}
    words = {"who": row.name, "has_agreed": bool(row.has_agreed), "conditions": row.conditions}
    _tell("answer", row.card, makers, now=now, words=words)


def tell_of_withdrawal(row: ShownPerson, *, name: str, now: datetime) -> None:
    """Tell the methodists at once, and who makes the film, that somebody is not to be shown any more. `name` is empty for a forgotten one."""
    told = {*methodists_of(row.card.school), row.added_by_id, row.card.owner_id} - {None}
    words = {"who": name, "is_published": row.card.state == CardState.PUBLISHED}
    _tell("withdrawal", row.card, told, now=now, words=words)


def _tell(
    what: str, card: ProductionCard, user_ids: Iterable[int | None], *, now: datetime, words: dict[str, object]
) -> None:
    notify(
        user_ids=[one for one in user_ids if one is not None],
        kind=NoticeKind.DESK,
        template=f"studio/notices/shown_{what}",
        now=now,
        context={"film": card.title, **words},
        link=link_in_notice(card.school, reverse("studio:shown", args=[card.token])),
        place=place_of(card.school),
        zone=card.school.time_zone,
    )
