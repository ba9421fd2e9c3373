"""Letters to applicants: what each says, who gets it. The preview and the release read the same rows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.template.loader import render_to_string
from django.utils import translation

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author, Contest, Decision, FormalCheck
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.feedback import (
    MeanRead,
    advice_of,
    has_advice,
    means_of,
    strengths_of,
    worth_a_look,
)
from nastavnik.contest.selectors.results.lookup import check_review_is_over, contest_led, outcome_seen
from nastavnik.mentoring.selectors.mentorships.paging import Paging, page_of
from nastavnik.people.enums import Language, PlaceKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

TEMPLATE = "contest/letters/result.txt"
PAGE_ROWS = 20
WRITTEN_TO = frozenset(
    {ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.ADMITTED, ApplicationState.REJECTED}
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets a letter."""

    user_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """The letter of an application. `decision` is None where nothing was decided or written yet."""

    application: Application
    decision: Decision | None
    text: str
    readers: Sequence[Reader]

    @property
    def is_edited(self) -> bool:
        """Tell whether a methodist has written in it."""
        return self.decision is not None and self.decision.letter_edited_at is not None

    @property
    def version(self) -> int:
        """Return the version of the decision that holds it."""
        return self.decision.version if self.decision else 0


@dataclass(frozen=True, slots=True)
class LettersPage:
    """Who gets what letter, page by page. `people`: so many get one; `unread`: numbers of what nobody would get."""

    contest: Contest
    can_run: bool
    rows: list[LetterRow]
    paging: Paging
    people: int
    unread: list[int]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter to be edited, and the tokens of the applications before and after it."""

    contest: Contest
    row: LetterRow
    before: str
    after: str


def gets_letter(application: Application) -> bool:
    """Tell whether the application came in and stands: then its authors are written to, whatever became of it."""
    return application.number is not None and not application.is_sample and application.state in WRITTEN_TO


def written_to(contest: Contest) -> QuerySet[Application]:
    """Return the applications that `gets_letter` admits, in their order."""
    rows = Application.objects.filter(contest=contest, is_sample=False, number__isnull=False, state__in=WRITTEN_TO)
    return rows.order_by("number")


def letters_page(actor: Actor, school: School, token: str, page: str, now: datetime) -> LettersPage:
    """Return who gets what letter. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest = outcome_seen(actor, school, token)
    check_review_is_over(contest, now)
    all_of = list(written_to(contest).only("number", "library_id"))
    readers, paging = readers_of(all_of), page_of(all_of, page, PAGE_ROWS)
    return LettersPage(
        contest=contest,
        can_run=can_run_contest(actor, contest),
        rows=letters_of(contest, now, readers, [one.pk for one in paging.rows]),
        paging=paging,
        people=len({one.user_id for found in readers.values() for one in found}),
        unread=[one.number or 0 for one in all_of if not readers[one.pk]],
    )


def letter_page(actor: Actor, school: School, token: str, application: str, now: datetime) -> LetterPage:
    """Return one letter to whoever writes it. Raises `DoesNotExist`, `ReviewGoesOn`."""
    contest = contest_led(actor, school, token)
    check_review_is_over(contest, now)
    all_of = list(written_to(contest).only("token", "library_id"))
    place = next((place for place, one in enumerate(all_of) if one.token == application), None)
    if place is None:
        raise Application.DoesNotExist
    found = all_of[place]
    (row,) = letters_of(contest, now, readers_of([found]), [found.pk])
    before = all_of[place - 1].token if place else ""
    after = all_of[place + 1].token if place + 1 < len(all_of) else ""
    return LetterPage(contest, row, before, after)


def people_to_write(contest: Contest) -> int:
    """Return how many people get a letter; one query."""
    rows = written_to(contest)
    return len({user_id for _key, user_id, _name in _readers(rows.values("pk"), rows.values("library_id"))})


def letters_of(
    contest: Contest, now: datetime, readers: Mapping[int, Sequence[Reader]], of: Collection[int]
) -> list[LetterRow]:
    """Return the letters of these applications in their order; five queries, whatever their number."""
    checks = FormalCheck.objects.filter(application=OuterRef("pk")).order_by("-checked_at", "-pk")
    rows = written_to(contest).filter(pk__in=of).select_related("library", "direction", "decision__award")
    write = _Writer.of(contest, of, now)
    return [
        LetterRow(one, decision := getattr(one, "decision", None), write.letter(one, decision), readers[one.pk])
        for one in rows.annotate(refused=Subquery(checks.values("message")[:1]))
    ]


def readers_of(applications: Iterable[Application]) -> Mapping[int, list[Reader]]:
    """Return by application who is written to: its authors, and the heads of its library; one query."""
    found: dict[int, dict[int, Reader]] = {one.pk: {} for one in applications}
    of_library: dict[int, list[int]] = defaultdict(list)
    for one in applications:
        if one.library_id is not None:
            of_library[one.library_id].append(one.pk)
    for key, user_id, name in _readers(found, of_library):
        # of a library the key is below nothing, so that the two kinds cannot be mixed up
        for application_id in [key] if key > 0 else of_library[-key]:
            found[application_id][user_id] = Reader(user_id, name)
    return {key: sorted(readers.values(), key=lambda one: one.name) for key, readers in found.items()}


def _readers(applications: Any, libraries: Any) -> Iterable[tuple[int, int, str]]:
    """Return authors with their applications, and heads with their libraries, whose numbers are below nothing; one query."""
    authors = Author.objects.filter(application__in=applications, user__is_active=True)
    heads = RoleAssignment.objects.filter(
        role=Role.HEAD, place_kind=PlaceKind.LIBRARY, place_id__in=libraries, user__is_active=True
    )
    of_authors = authors.values_list(F("application_id") * 1, "user_id", "user__full_name")
    return of_authors.union(heads.values_list(F("place_id") * -1, "user_id", "user__full_name"), all=True)


@dataclass(frozen=True, slots=True)
class _Writer:
    """All of which letters of a contest are written."""

    contest: Contest
    means: Mapping[int, list[MeanRead]]
    advice: Mapping[int, list[str]]
    next_call: Contest | None

    @classmethod
    def of(cls, contest: Contest, of: Collection[int], now: datetime) -> "_Writer":
        """Read what the letters of these applications are written of."""
        advice = advice_of(contest, of) if has_advice(contest) else {}
        return cls(contest, means_of(contest, of), advice, next_call_of(contest, now))

    def letter(self, application: Application, decision: Decision | None) -> str:
        """Return the letter as a methodist left it, or as the school writes it."""
        if decision is not None and decision.letter:
            return decision.letter
        means = self.means.get(application.pk, [])
        told = means if has_advice(self.contest) else []
        words = {
            "contest": self.contest,
            "application": application,
            "award": decision.award if decision else None,
            "note": decision.note if decision else "",
            "is_rejected": application.state == ApplicationState.REJECTED,
            "refused": application.refused or "",  # type: ignore[attr-defined]  # annotated by `letters_of`
            "is_judged": bool(means),
            "strengths": strengths_of(told),
            "advice": self.advice.get(application.pk, []),
            "look": worth_a_look(told),
            "next_call": self.next_call,
        }
        # it is kept and sent as one text, whatever language the methodist's own pages have
        with translation.override(Language.RUSSIAN):
            return render_to_string(TEMPLATE, words).strip()


def next_call_of(contest: Contest, now: datetime) -> Contest | None:
    """Return the contest of the school to which one can apply next, if it is announced."""
    contests = Contest.objects.filter(
        Q(announced_at=None) | Q(announced_at__lte=now),
        school=contest.school_id,
        removed_at=None,
        released_at=None,
        opened_at__isnull=False,
        deadline_at__gt=now,
    )
    return contests.exclude(pk=contest.pk).order_by("deadline_at").first()
