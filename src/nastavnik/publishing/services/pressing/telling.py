"""Who asked for a run of the press is told of its end: it can be left, so she may be elsewhere."""

from datetime import datetime

from django.urls import reverse

from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of
from nastavnik.publishing.enums import Trouble
from nastavnik.publishing.models import PressRun
from nastavnik.publishing.selectors.reading.addresses import link_in_notice


def tell_of_end(run: PressRun, *, now: datetime, trouble: str = "") -> None:
    """Tell whoever asked for a run, its collection and school joined, that it is done, or why it failed."""
    if run.asked_by_id is None:
        return
    school = run.collection.school
    notify(
        user_ids=[run.asked_by_id],
        kind=NoticeKind.DESK,
        template="publishing/notices/pressed",
        now=now,
        context={
            "title": run.collection.title,
            "trouble": Trouble(trouble).label if trouble else "",
            "forms": run.forms,
        },
        link=link_in_notice(school, reverse("publishing:press", args=[run.collection.token])),
        key=f"press.{run.token}",
        place=place_of(school),
        zone=school.time_zone,
    )
