"""Who hears of results: applicants by their letters, jurors by a line of thanks; each once."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from nastavnik.contest.models import Contest
from nastavnik.contest.selectors.results.letters import LetterRow
from nastavnik.people.enums import NoticeKind
from nastavnik.people.services import notify
from nastavnik.programme.permissions import place_of


def tell_applicants(contest: Contest, letters: Sequence[LetterRow], *, now: datetime) -> int:
    """Send every letter to who wrote the application and to the head of its library; return to how many people."""
    told = 0
    for row in letters:
        path = reverse("contest:own_result", args=[row.application.token])
        told += notify(
            user_ids=[one.user_id for one in row.readers],
            kind=NoticeKind.CONTEST,
            template="contest/notices/results",
            now=now,
            context={"contest": contest.title, "title": row.application.title, "letter": row.text},
            link=contest.school.address_of(path),
            key=f"results.{row.application.token}",
            place=place_of(contest.school),
            zone=contest.school.time_zone,
        )
    return told


def tell_jurors(contest: Contest, user_ids: Sequence[int], *, now: datetime) -> int:
    """Thank the jury, and say where the results and the certificates are."""
    return notify(
        user_ids=user_ids,
        kind=NoticeKind.CONTEST,
        template="contest/notices/results_jury",
        now=now,
        context={"contest": contest.title},
        link=contest.school.address_of(reverse("contest:results", args=[contest.slug])),
        key=f"results-jury.{contest.token}",
        place=place_of(contest.school),
        zone=contest.school.time_zone,
    )
