"""The whole network for its desk: how far the branches are, the people, the lessons of a programme."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.connections import rows_of
from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.learning.models import Standing
from nastavnik.learning.permissions import can_nudge, can_see_progress
from nastavnik.learning.selectors.lesson_desk import BY_LIBRARY, library_label, person_url
from nastavnik.learning.selectors.people import Choice, held_lessons, share_of
from nastavnik.learning.selectors.values import moment_of
from nastavnik.people.enums import LibraryKind
from nastavnik.people.models import Library
from nastavnik.people.permissions import Actor, libraries_of
from nastavnik.programme.enums import LessonState
from nastavnik.programme.models import Enrolment, Programme, School
from nastavnik.programme.permissions import place_of, programmes_visible_to

# Sums of those enrolled, branch by branch; whoever works in no library stands in a row of its own.
BRANCHES = """
SELECT person.library_id, COUNT(*), SUM(standing.lessons), SUM(standing.hours),
       SUM(CASE WHEN standing.lessons = 0 THEN 1 ELSE 0 END),
       SUM(CASE WHEN standing.lessons >= %s THEN 1 ELSE 0 END), MAX(standing.last_at)
FROM learning_standing standing
JOIN programme_enrolment place
    ON place.programme_id = standing.programme_id AND place.user_id = standing.user_id AND place.left_at IS NULL
JOIN people_user person ON person.id = standing.user_id
WHERE standing.programme_id = %s
GROUP BY person.library_id
"""

LESSONS = """
SELECT lesson.uid, lesson.title, cycle.position, lesson.number, lesson.state, lesson.starts_at,
       roll.screens, roll.people,
       (SELECT COUNT(*) FROM learning_attendance there WHERE there.lesson_id = lesson.id),
       (SELECT COUNT(*) FROM learning_completion counted WHERE counted.lesson_id = lesson.id)
FROM programme_lesson lesson
JOIN programme_cycle cycle ON cycle.id = lesson.cycle_id
LEFT JOIN learning_rollcall roll ON roll.lesson_id = lesson.id
WHERE cycle.programme_id = %s AND lesson.removed_at IS NULL
ORDER BY cycle.position, lesson.number, lesson.id
"""
HALF = 2
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class BranchRow:
    """A branch: how many of its people take part, and what they have."""

    programme_token: str
    library: Library | None
    people: int
    # sums over these people
    lessons: int
    hours: Decimal
    # for whom nothing counts yet, and for whom everything does
    idle: int
    done: int
    held: int
    last_at: datetime | None

    @property
    def label(self) -> str:
        """Return what the branch is called."""
        return self.library.label if self.library is not None else gettext("Without a library")

    @property
    def percent(self) -> int:
        """Return how much of what was held counts for its people, on the average."""
        return share_of(self.lessons, self.held * self.people)


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson of the programme in numbers."""

    uid: str
    title: str
    cycle: int
    number: int
    state: LessonState
    starts_at: datetime | None
    # None before its attendance was counted
    screens: int | None
    people: int | None
    attended: int
    counted: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The network in a line."""

    people: int
    hours: Decimal
    idle: int
    done: int
    held: int
    percent: int


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """A page of the network. `programme` is None while the school has none."""

    programme: Programme | None
    programmes: list[Choice]
    tabs: list[Choice]
    listing: Listing[Any] | None
    totals: Totals | None
    nudge_url: str

    @property
    def rows(self) -> Listing[Any]:
        """Return the table of a page that has one."""
        assert self.listing is not None  # a programme was asked for by its token, so there is one
        return self.listing


def programmes_at_desk(actor: Actor, school: School) -> list[Programme]:
    """Return the programmes of the school for its desk, those that are shown first. Raises `School.DoesNotExist`."""
    if not can_see_progress(actor, school):
        raise School.DoesNotExist
    return list(programmes_visible_to(actor, school).order_by("-is_public", "-starts_on", "-pk"))


def programme_among(programmes: list[Programme], token: str) -> Programme | None:
    """Return a programme by its token; without one, the first. Raises `Programme.DoesNotExist`."""
    chosen = next((one for one in programmes if one.token == token or not token), None)
    if chosen is None and token:
        raise Programme.DoesNotExist
    return chosen


# --- branches --------------------------------------------------------------------------------------------------------

NOWHERE = "none"


def key_of(row: BranchRow) -> str:
    """Return what a branch is searched by."""
    return search_key(f"{row.label} {row.library.settlement if row.library else ''}")


def branch_url(row: BranchRow) -> str:
    """Return where the people of a branch are listed."""
    address = reverse("learning:people", args=[row.programme_token])
    return f"{address}?library={row.library.token if row.library else NOWHERE}"


BRANCH_TABLE: Table[BranchRow] = Table(
    name="network",
    caption=_("Branches"),
    columns=(
        Column("library", _("Library"), lambda row: row.label, order=("library",), link=branch_url),
        Column("people", _("Enrolled"), lambda row: row.people, order=("people",), is_number=True),
        Column("percent", _("Of those held counts, %"), lambda row: row.percent, order=("percent",), is_number=True),
        Column("hours", _("Academic hours"), lambda row: row.hours, order=("hours",), is_number=True),
        Column("idle", _("Have nothing yet"), lambda row: row.idle, order=("idle",), is_number=True),
        Column("done", _("Have all"), lambda row: row.done, order=("done",), is_number=True),
        Column("last", _("Last counted"), lambda row: row.last_at, order=("last",)),
    ),
    filters=(
        Filter("q", _("Library or settlement"), keep=lambda row, text: search_key(text) in key_of(row)),
        Filter(
            "kind",
            _("Kind"),
            keep=lambda row, kind: row.library is not None and row.library.kind == kind,
            choices=tuple(LibraryKind.choices),
        ),
    ),
    order="percent",
    page_rows=100,
)


def network_page(actor: Actor, school: School, params: Mapping[str, str], token: str = "") -> NetworkPage:
    """Return the branches with how far their people are in a programme: the one with `token`, or the newest.

    Raises `School.DoesNotExist` for who is not of the desk, `Programme.DoesNotExist`.
    """
    programmes = programmes_at_desk(actor, school)
    programme = programme_among(programmes, token)
    if programme is None:
        return NetworkPage(None, [], [], None, None, "")
    held = held_lessons(programme)
    rows = branch_rows(school, programme, held)
    return NetworkPage(
        programme=programme,
        programmes=choices_of(programmes, programme, "learning:network_year"),
        tabs=tabs_of(programme, "learning:network_year"),
        listing=BRANCH_TABLE.listing(rows, params),
        totals=totals_of(rows, held),
        nudge_url=reverse("learning:nudge", args=[programme.token]) if can_nudge(actor, school) else "",
    )


def choices_of(programmes: list[Programme], current: Programme, name: str) -> list[Choice]:
    """Return the same page of every programme."""
    return [Choice(reverse(name, args=[one.token]), one.title, one == current) for one in programmes]


def tabs_of(programme: Programme, current: str) -> list[Choice]:
    """Return the pages of a programme."""
    pages = (
        ("learning:network_year", gettext("Branches")),
        ("learning:people", gettext("People")),
        ("learning:lessons", gettext("Lessons")),
    )
    return [Choice(reverse(name, args=[programme.token]), label, name == current) for name, label in pages]


def branch_rows(school: School, programme: Programme, held: int) -> list[BranchRow]:
    """Return the branches of the network whose people take part, and those of whom nobody does; two queries."""
    sums = {row[0]: row[1:] for row in rows_of(BRANCHES, [max(held, 1), programme.pk])}
    libraries: list[Library | None] = [*libraries_of(place_of(school)), *([None] if None in sums else [])]
    known = {library.pk for library in libraries if library is not None}
    others = Library.objects.filter(pk__in=[pk for pk in sums if pk is not None and pk not in known])
    return [branch_row(programme, library, sums, held) for library in (*libraries, *others)]


def branch_row(
    programme: Programme, library: Library | None, sums: Mapping[int | None, tuple[Any, ...]], held: int
) -> BranchRow:
    """Return a branch with its sums; zeroes where nobody takes part."""
    people, lessons, hours, idle, done, last_at = sums.get(library.pk if library else None, (0, 0, 0, 0, 0, None))
    return BranchRow(
        programme_token=programme.token,
        library=library,
        people=people,
        lessons=lessons,
        hours=Decimal(str(hours)).quantize(TENTH),
        idle=idle,
        done=done,
        held=held,
        last_at=moment_of(last_at),
    )


def totals_of(rows: list[BranchRow], held: int) -> Totals:
    """Return the network in a line."""
    people = sum(row.people for row in rows)
    return Totals(
        people=people,
        hours=sum((row.hours for row in rows), Decimal(0)),
        idle=sum(row.idle for row in rows),
        done=sum(row.done for row in rows),
        held=held,
        percent=share_of(sum(row.lessons for row in rows), held * people),
    )


# --- people ----------------------------------------------------------------------------------------------------------

PROGRESS = (("idle", _("Nothing counts yet")), ("behind", _("Less than a half counts")), ("done", _("All counts")))


def people_at_desk(programme: Programme) -> QuerySet[Standing]:
    """Return how far everybody is who takes part in a programme, with her library joined."""
    enrolled = Enrolment.objects.filter(programme=programme, user=OuterRef("user"), left_at=None)
    rows = Standing.objects.filter(Exists(enrolled), programme=programme, user__erased_at=None)
    return rows.select_related("user__library")


def progress_query(progress: str, held: int) -> Q:
    """Return what finds those who lag behind, or are through."""
    if progress == "idle":
        return Q(lessons=0)
    return Q(lessons__gte=max(held, 1)) if progress == "done" else Q(lessons__lt=-(-held // HALF))


def library_query(token: str) -> Q:
    """Return what finds the people of a library; `NOWHERE` finds those of none."""
    return Q(user__library=None) if token == NOWHERE else Q(user__library__token=token)


def people_table(libraries: list[Library], held: int) -> Table[Standing]:
    """Return the table of those who take part; its filter by library offers the libraries of the network."""
    named = tuple((library.token, library.label) for library in libraries)
    return Table(
        name="people",
        caption=_("People"),
        columns=(
            Column("name", _("Name"), lambda row: row.user.full_name, order=("user__name_key",), link=person_url),
            Column("position", _("Position"), lambda row: row.user.position),
            Column("library", _("Library"), lambda row: library_label(row.user), order=BY_LIBRARY),
            Column("lessons", _("Lessons that count"), lambda row: row.lessons, order=("lessons",), is_number=True),
            Column(
                "percent",
                _("Of those held, %"),
                lambda row: share_of(row.lessons, held),
                order=("lessons",),
                is_number=True,
            ),
            Column("hours", _("Academic hours"), lambda row: row.hours, order=("hours",), is_number=True),
            Column("last", _("Last counted"), lambda row: row.last_at, order=("last_at",)),
        ),
        filters=(
            Filter("q", _("Name"), query=lambda text: Q(user__name_key__contains=search_key(text))),
            Filter("library", _("Library"), query=library_query, choices=(*named, (NOWHERE, _("Without a library")))),
            Filter("progress", _("How far"), query=lambda progress: progress_query(progress, held), choices=PROGRESS),
        ),
        order="name",
    )


def people_page(actor: Actor, school: School, params: Mapping[str, str], token: str) -> NetworkPage:
    """Return everybody who takes part in a programme. Raises as `network_page`."""
    programmes = programmes_at_desk(actor, school)
    programme = programme_among(programmes, token)
    if programme is None:
        raise Programme.DoesNotExist
    libraries = list(libraries_of(place_of(school)).order_by("kind", "number", "name_key"))
    table = people_table(libraries, held_lessons(programme))
    return NetworkPage(
        programme=programme,
        programmes=choices_of(programmes, programme, "learning:people"),
        tabs=tabs_of(programme, "learning:people"),
        listing=table.listing(people_at_desk(programme), params),
        totals=None,
        nudge_url=reverse("learning:nudge", args=[programme.token]) if can_nudge(actor, school) else "",
    )


# --- lessons ---------------------------------------------------------------------------------------------------------

LESSON_TABLE: Table[LessonRow] = Table(
    name="lessons",
    caption=_("Lessons"),
    columns=(
        Column("place", _("No."), lambda row: f"{row.cycle}.{row.number}", order=("place",)),
        Column(
            "title",
            _("Lesson"),
            lambda row: row.title,
            order=("title",),
            link=lambda row: reverse("learning:lesson", args=[row.uid]),
        ),
        Column("state", _("State"), lambda row: row.state.label, order=("state",)),
        Column("starts", _("When"), lambda row: row.starts_at, order=("starts",)),
        Column("screens", _("Screens"), lambda row: row.screens, order=("screens",), is_number=True),
        Column("people", _("People at them"), lambda row: row.people, order=("people",), is_number=True),
        Column("attended", _("Attended by name"), lambda row: row.attended, order=("attended",), is_number=True),
        Column("counted", _("Counts for"), lambda row: row.counted, order=("counted",), is_number=True),
    ),
    filters=(
        Filter("q", _("Title"), keep=lambda row, text: search_key(text) in search_key(row.title)),
        Filter("state", _("State"), keep=lambda row, state: row.state == state, choices=tuple(LessonState.choices)),
    ),
    order="starts",
    page_rows=100,
)


def lessons_page(actor: Actor, school: School, params: Mapping[str, str], token: str) -> NetworkPage:
    """Return the lessons of a programme in numbers. Raises as `network_page`."""
    programmes = programmes_at_desk(actor, school)
    programme = programme_among(programmes, token)
    if programme is None:
        raise Programme.DoesNotExist
    rows = [lesson_row(row) for row in rows_of(LESSONS, [programme.pk])]
    return NetworkPage(
        programme=programme,
        programmes=choices_of(programmes, programme, "learning:lessons"),
        tabs=tabs_of(programme, "learning:lessons"),
        listing=LESSON_TABLE.listing(rows, params),
        totals=None,
        nudge_url="",
    )


def lesson_row(row: tuple[Any, ...]) -> LessonRow:
    """Return a lesson as the query found it."""
    uid, title, cycle, number, word, starts_at, screens, people, attended, counted = row
    state = LessonState(word)
    return LessonRow(uid, title, cycle, number, state, moment_of(starts_at), screens, people, attended, counted)
