"""Reminders of a methodist to those who lag behind: whom, and what is filled into the letter."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext

from nastavnik.learning.models import Nudge, Nudged, Standing
from nastavnik.learning.permissions import can_nudge
from nastavnik.learning.selectors.network import (
    NOWHERE,
    PROGRESS,
    library_query,
    people_at_desk,
    programme_among,
    progress_query,
)
from nastavnik.learning.selectors.people import held_lessons
from nastavnik.people.models import Library
from nastavnik.people.permissions import Actor, libraries_of
from nastavnik.programme.models import Programme, School
from nastavnik.programme.permissions import place_of

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# So many can be ticked one by one; of more, all are written to.
MOST_TICKED = 100
MOST_LATEST = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is chosen: how far, of which library, and by whose numbers; empty means all."""

    progress: str = "behind"
    library: str = ""
    user_ids: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may get the letter."""

    user_id: int
    full_name: str
    library: str
    lessons: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter that was sent before."""

    subject: str
    by: str
    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class NudgePage:
    """The page on which a letter is written."""

    programme: Programme
    held: int
    libraries: list[Library]
    # how many are chosen and may be written to today, the first of them by name
    count: int
    readers: list[Reader]
    # have had a letter today
    nudged_today: int
    latest: list[Sent]

    @property
    def can_tick(self) -> bool:
        """Whether each can be ticked by herself."""
        return self.count <= MOST_TICKED


def today_in(school: School, now: datetime) -> date:
    """Return the day by the school's clock."""
    return now.astimezone(school.zone).date()


def chosen_people(programme: Programme, scope: Scope, held: int) -> QuerySet[Standing]:
    """Return those who take part in a programme and lag behind as `scope` says."""
    people = people_at_desk(programme).filter(user__is_active=True)
    if scope.progress in dict(PROGRESS):
        people = people.filter(progress_query(scope.progress, held))
    if scope.library:
        people = people.filter(library_query(scope.library))
    return people if scope.user_ids is None else people.filter(user__in=scope.user_ids)


def not_nudged_on(people: QuerySet[Standing], day: date) -> QuerySet[Standing]:
    """Return those of the people who have had no letter on a day."""
    return people.filter(~Exists(Nudged.objects.filter(user=OuterRef("user"), day=day)))


def nudge_page(actor: Actor, school: School, token: str, scope: Scope, now: datetime) -> NudgePage:
    """Return whom a letter would go to. Raises `Programme.DoesNotExist` for who is no methodist of the school."""
    if not can_nudge(actor, school):
        raise Programme.DoesNotExist
    programme = programme_among(list(Programme.objects.filter(school=school, token=token)), token)
    assert programme is not None  # it was asked for by its token
    held = held_lessons(programme)
    chosen = chosen_people(programme, scope, held)
    free = not_nudged_on(chosen, today_in(school, now))
    count = free.count()
    return NudgePage(
        programme=programme,
        held=held,
        libraries=list(libraries_of(place_of(school)).order_by("kind", "number", "name_key")),
        count=count,
        readers=[reader_of(row) for row in free.order_by("user__name_key", "pk")[:MOST_TICKED]],
        nudged_today=chosen.count() - count,
        latest=latest_nudges(programme),
    )


def latest_nudges(programme: Programme) -> list[Sent]:
    """Return the last letters of a programme, the newest first."""
    nudges = list(Nudge.objects.filter(programme=programme).select_related("made_by").order_by("-at")[:MOST_LATEST])
    counts: dict[int, int] = {}
    for nudge_id in Nudged.objects.filter(nudge__in=nudges).values_list("nudge_id", flat=True):
        counts[nudge_id] = counts.get(nudge_id, 0) + 1
    return [Sent(one.subject, str(one.made_by or ""), one.at, counts.get(one.pk, 0)) for one in nudges]


def reader_of(row: Standing) -> Reader:
    """Return a person, who is joined with her library, as the letter needs her."""
    library = row.user.library.label if row.user.library is not None else ""
    return Reader(row.user_id, row.user.full_name, library, row.lessons, row.hours)


def called(full_name: str) -> str:
    """Return how somebody is spoken to: by name and patronymic, where the family name comes first."""
    words = full_name.split()
    return " ".join(words[1:]) or full_name


def filled(text: str, reader: Reader, programme: Programme, held: int) -> str:
    """Return a letter with its words in braces filled in for one reader; other braces stay as they are."""
    words = {
        "name": called(reader.full_name),
        "programme": programme.title,
        "lessons": str(reader.lessons),
        "held": str(held),
        "left": str(max(held - reader.lessons, 0)),
        "hours": number_format(reader.hours, 1),
        "link": f"{programme.school.base_url}{reverse('portal:me')}",
    }
    return PLACEHOLDER.sub(lambda match: words.get(match[1], match[0]), text)


def usual_letter() -> tuple[str, str]:
    """Return the subject and the text that the page begins with."""
    subject = gettext("How are the lessons going?")
    text = gettext(
        "Hello, {name}!\n\n"
        "In “{programme}” {lessons} of {held} lessons count for you so far. The recordings are open, and the school remembers"
        " where you stopped: a lesson can be watched in pieces, between other things. Go on here: {link}\n\n"
        "If something is in the way, tell me, and we will find a solution."
    )
    return subject, text


def reader_choices(readers: list[Reader]) -> list[tuple[int, str]]:
    """Return the readers as a form offers them."""
    return [(one.user_id, f"{one.full_name}, {one.library}" if one.library else one.full_name) for one in readers]


def library_choices(libraries: list[Library]) -> list[tuple[str, str]]:
    """Return the libraries as a form offers them."""
    named = [(library.token, library.label) for library in libraries]
    return [("", gettext("All libraries")), *named, (NOWHERE, gettext("Without a library"))]
