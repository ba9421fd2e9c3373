"""Letters to applicants: what each says, who gets it. The preview and the release read the same rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import translation

from nastavnik.contest.enums import ApplicationState
from nastavnik.contest.models import Application, Author, Contest, Decision, FormalCheck
from nastavnik.contest.permissions import can_run_contest
from nastavnik.contest.selectors.results.computed import Computed, computed_of
from nastavnik.contest.selectors.results.feedback import (
    advice_of,
    has_advice,
    means_of,
    strengths_of,
    worth_a_look,
)
from nastavnik.contest.selectors.results.lookup import check_review_is_over, contest_led, outcome_seen
from nastavnik.people.enums import Language, PlaceKind, Role
from nastavnik.people.models import RoleAssignment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

TEMPLATE = "contest/letters/result.txt"
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
    """Who gets what letter."""

    contest: Contest
    can_run: bool
    rows: list[LetterRow]

    @property
    def people(self) -> int:
        """Return to how many people letters go."""
        return len({one.user_id for row in self.rows for one in row.readers})

    @property
    def unread(self) -> list[LetterRow]:
        """Return the letters that nobody would get: of libraries without a head, from paper."""
        return [row for row in self.rows if not row.readers]


def gets_letter(application: Application) -> bool:
    """Tell whether the application came in and stands: then its authors are written to, whatever became of it."""
    return application.number is not None and not application.is_sample and application.state in WRITTEN_TO


def letters_page(actor: Actor, school: School, token: str, now: datetime) -> LettersPage:
    """Return who gets what letter. Raises `Contest.DoesNotExist`, `ReviewGoesOn`."""
    contest = outcome_seen(actor, school, token)
    check_review_is_over(contest, now)
    return LettersPage(contest, can_run_contest(actor, contest), letters_of(contest, now))


def letter_to_edit(actor: Actor, school: School, token: str, application: str, now: datetime) -> LetterRow:
    """Return one letter to whoever writes it. Raises `DoesNotExist`, `ReviewGoesOn`."""
    contest = contest_led(actor, school, token)
    check_review_is_over(contest, now)
    found = next((row for row in letters_of(contest, now) if row.application.token == application), None)
    if found is None:
        raise Application.DoesNotExist
    return found


def letters_of(contest: Contest, now: datetime) -> list[LetterRow]:
    """Return every letter of the contest in the order of the applications; about ten queries, whatever their number."""
    rows = Application.objects.filter(contest=contest, is_sample=False, number__isnull=False, state__in=WRITTEN_TO)
    applications = list(rows.select_related("library", "direction").order_by("number"))
    decided = Decision.objects.filter(application__contest=contest).select_related("award", "application")
    decisions = {one.application_id: one for one in decided}
    readers, write = readers_of(applications), _Writer.of(contest, now)
    return [
        LetterRow(one, decisions.get(one.pk), write.letter(one, decisions.get(one.pk)), readers[one.pk])
        for one in applications
    ]


def readers_of(applications: Iterable[Application]) -> Mapping[int, list[Reader]]:
    """Return by application who is written to: its authors, and the heads of its library; two queries."""
    found: dict[int, dict[int, Reader]] = defaultdict(dict)
    of_library: dict[int, list[int]] = defaultdict(list)
    for one in applications:
        found[one.pk] = {}
        if one.library_id is not None:
            of_library[one.library_id].append(one.pk)
    authors = Author.objects.filter(application__in=list(found), user__is_active=True)
    for application_id, user_id, name in authors.values_list("application_id", "user_id", "user__full_name"):
        found[application_id][user_id] = Reader(user_id, name)
    heads = RoleAssignment.objects.filter(
        role=Role.HEAD, place_kind=PlaceKind.LIBRARY, place_id__in=list(of_library), user__is_active=True
    )
    for library_id, user_id, name in heads.values_list("place_id", "user_id", "user__full_name"):
        for application_id in of_library[library_id]:
            found[application_id][user_id] = Reader(user_id, name)
    return {key: sorted(readers.values(), key=lambda one: one.name) for key, readers in found.items()}


@dataclass(frozen=True, slots=True)
class _Writer:
    """All of which letters of a contest are written."""

    contest: Contest
    found: Computed
    advice: Mapping[int, list[str]]
    refused: Mapping[int, str]
    next_call: Contest | None

    @classmethod
    def of(cls, contest: Contest, now: datetime) -> "_Writer":
        """Read what letters of the contest are written of."""
        checks = FormalCheck.objects.filter(application__contest=contest).order_by("checked_at", "pk")
        return cls(
            contest,
            computed_of(contest),
            advice_of(contest) if has_advice(contest) else {},
            dict(checks.values_list("application_id", "message")),
            next_call_of(contest, now),
        )

    def letter(self, application: Application, decision: Decision | None) -> str:
        """Return the letter as a methodist left it, or as the school writes it."""
        if decision is not None and decision.letter:
            return decision.letter
        means = means_of(self.found, application.number or 0) if has_advice(self.contest) else []
        words = {
            "contest": self.contest,
            "application": application,
            "award": decision.award if decision else None,
            "note": decision.note if decision else "",
            "is_rejected": application.state == ApplicationState.REJECTED,
            "refused": self.refused.get(application.pk, ""),
            "is_judged": application.number in self.found.by_number,
            "strengths": strengths_of(means),
            "advice": self.advice.get(application.pk, []),
            "look": worth_a_look(means),
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
