"""Results as everybody reads them, and as an applicant reads her own. Nothing of it exists before the release."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, F
from django.http import Http404
from django.urls import reverse

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author, Contest, Decision, Diploma
from nastavnik.contest.selectors.applications.lookup import application_for
from nastavnik.contest.selectors.applications.onward import Onward, ways_onward
from nastavnik.contest.selectors.jury.judged import counted_sheets_of
from nastavnik.contest.selectors.public import contest_seen
from nastavnik.contest.selectors.results.diplomas import verify_url
from nastavnik.contest.selectors.results.feedback import (
    MeanRead,
    advice_of,
    has_advice,
    has_marks,
    means_of,
    worth_a_look,
)
from nastavnik.contest.selectors.results.minutes import last_minutes
from nastavnik.people.enums import ConsentKind
from nastavnik.people.models import Consent
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of


@dataclass(frozen=True, slots=True)
class WinnerRead:
    """An award and whose it is. `authors`: those who let the school publish their names."""

    award: str
    prize: str
    place: int | None
    title: str
    direction: str
    library: str
    authors: list[str]


@dataclass(frozen=True, slots=True)
class DirectionCount:
    """How many applications of a direction were judged."""

    title: str
    applications: int


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The results of a contest."""

    contest: Contest
    winners: list[WinnerRead]
    directions: list[DirectionCount]
    applications: int
    jurors: int
    # of the minutes that stand: whoever has their file can compare
    minutes_number: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class LookLink:
    """Where the school's lectures speak about a criterion."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What became of an application, for its authors."""

    application: Application
    award: str
    prize: str
    letter: str
    advice: list[str]
    means: list[MeanRead]
    look: list[LookLink]
    results_url: str
    diploma_url: str
    # where everybody is told that the diploma is genuine
    verify_url: str
    onward: list[Onward]


def results_page(actor: Actor, school: School, slug: str, now: datetime) -> ResultsPage:
    """Return the results of a contest. Raises `Http404`, also before they are released."""
    contest = contest_seen(actor, school, slug, now)
    if contest.released_at is None:
        raise Http404
    minutes, counts = last_minutes(contest), _directions(contest)
    return ResultsPage(
        contest=contest,
        winners=winners_of(contest),
        directions=[one for one in counts if one.title],
        applications=sum(one.applications for one in counts),
        jurors=counted_sheets_of(contest).aggregate(many=Count("juror", distinct=True))["many"],
        minutes_number=minutes.number if minutes else None,
        sha256=minutes.sha256 if minutes else "",
    )


def _directions(contest: Contest) -> list[DirectionCount]:
    """Return how many were admitted of each direction, in their order; those of none come without a title."""
    admitted = Application.objects.filter(contest=contest, state=ApplicationState.ADMITTED, is_sample=False)
    rows = admitted.values("direction__title").annotate(many=Count("pk")).order_by("direction__position", "direction")
    return [DirectionCount(row["direction__title"] or "", row["many"]) for row in rows]


def winners_of(contest: Contest) -> list[WinnerRead]:
    """Return who is awarded, places first; three queries."""
    rows = Decision.objects.filter(application__contest=contest, award__isnull=False)
    decided = rows.select_related("award", "application__direction", "application__library").order_by(
        F("award__place").asc(nulls_last=True), "award__position", "application__number"
    )
    decisions = list(decided)
    names = named_authors(contest, [one.application_id for one in decisions])
    return [_winner(one, names.get(one.application_id, [])) for one in decisions]


def _winner(decision: Decision, authors: list[str]) -> WinnerRead:
    application, award = decision.application, decision.award
    assert award is not None
    return WinnerRead(
        award=award.title,
        prize=award.prize,
        place=award.place,
        title=application.title,
        direction=application.direction.title if application.direction else "",
        library=application.library.label if application.library else "",
        authors=authors,
    )


def named_authors(contest: Contest, application_ids: Collection[int]) -> Mapping[int, list[str]]:
    """Return by application the authors who let the school publish their names; two queries."""
    place = place_of(contest.school)
    agreed = Consent.objects.filter(
        withdrawn_at=None,
        text__kind=ConsentKind.PUBLICATION,
        text__place_kind=place.kind,
        text__place_id=place.id,
    )
    authors = Author.objects.filter(
        application__in=application_ids, user__is_active=True, user__in=agreed.values("user")
    ).order_by("-is_head", "user__full_name")
    named: dict[int, list[str]] = defaultdict(list)
    for application_id, name in authors.values_list("application_id", "user__full_name"):
        named[application_id].append(name)
    return named


def own_result(actor: Actor, school: School, token: str) -> OwnResult:
    """Return what became of an application to whoever wrote it. Raises `Application.DoesNotExist`, also before the release."""
    application = application_for(actor, school, token)
    contest = application.contest
    decision = Decision.objects.select_related("award").filter(application=application).first()
    if contest.released_at is None or decision is None:
        raise Application.DoesNotExist
    of, diploma = [application.pk], Diploma.objects.filter(application=application).first()
    means = means_of(contest, of).get(application.pk, []) if has_advice(contest) else []
    award = decision.award
    is_admitted = application.state == ApplicationState.ADMITTED
    return OwnResult(
        application=application,
        award=award.title if award else "",
        prize=award.prize if award else "",
        letter=decision.letter,
        advice=advice_of(contest, of).get(application.pk, []) if has_advice(contest) else [],
        means=means if has_marks(contest) else [],
        look=[_look(title) for title in worth_a_look(means)],
        results_url=reverse("contest:results", args=[contest.slug]),
        diploma_url=reverse("contest:own_diploma", args=[application.token]) if is_admitted else "",
        verify_url=verify_url(contest, diploma.code) if diploma else "",
        onward=ways_onward(actor, application),
    )


def _look(title: str) -> LookLink:
    return LookLink(title, f"{reverse('search:search')}?{urlencode({'q': title})}")
