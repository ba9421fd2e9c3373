"""What the school says of itself: its drawers, figures and partners."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import IntegerField, Subquery
from django.urls import reverse
from django.utils.translation import gettext, ngettext_lazy, npgettext

from nastavnik.core.markdown import render_markdown
from nastavnik.core.memory import Memory
from nastavnik.people.models import Organisation
from nastavnik.people.permissions import Actor, libraries_of
from nastavnik.portal.selectors.films import films_for_all
from nastavnik.portal.selectors.heads import Head, tab_head
from nastavnik.portal.selectors.navigation import TAB_VIEWS, tab_text
from nastavnik.programme import selectors as programme_selectors
from nastavnik.programme.enums import LessonKind, Tab
from nastavnik.programme.models import School
from nastavnik.programme.permissions import place_of
from nastavnik.programme.selectors import CycleRow, LessonCard

KIND_COUNTS = {
    LessonKind.MASTER_CLASS: ngettext_lazy("%(count)d master class", "%(count)d master classes", "count"),
    LessonKind.SEMINAR: ngettext_lazy("%(count)d seminar", "%(count)d seminars", "count"),
    LessonKind.STRATEGIC_SESSION: ngettext_lazy("%(count)d strategic session", "%(count)d strategic sessions", "count"),
    LessonKind.WEBINAR: ngettext_lazy("%(count)d webinar", "%(count)d webinars", "count"),
    LessonKind.ROUND_TABLE: ngettext_lazy("%(count)d round table", "%(count)d round tables", "count"),
    LessonKind.INTERNSHIP: ngettext_lazy("%(count)d internship", "%(count)d internships", "count"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, what it is made of, and the page that shows the rows behind it."""

    value: int
    unit: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Ribbon:
    """The newest year at a glance: its cycles with their lessons, and how far it is."""

    cycles: tuple[CycleRow, ...]
    progress: str
    # the first announced lesson that is not over
    next_id: int


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """An organisation with which the school works."""

    name: str
    short_name: str
    site: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The school in numbers as everybody sees it, its year at a glance, and its partners."""

    lessons: int
    films: int
    rows: tuple[Figure, ...]
    ribbon: Ribbon | None
    partners: tuple[PartnerRow, ...]


@dataclass(frozen=True, slots=True)
class Drawer:
    """A tab of the school as a drawer of the catalogue."""

    tab: Tab
    label: str
    text: str
    url: str
    # what is inside, in words; nothing while it is empty
    content: str


@dataclass(frozen=True, slots=True)
class About:
    """The page about the project."""

    head: Head
    html: str
    owner: Organisation
    figures: Figures


_figures: Memory[Figures] = Memory()


def figures_of(school: School, lessons: Sequence[LessonCard]) -> Figures:
    """Return the figures of the school, which are the same for all guests and people; `lessons` are all that the viewer may see."""
    return _figures.answer(school, lambda: count_figures(school, lessons))


def count_figures(school: School, lessons: Sequence[LessonCard]) -> Figures:
    """Count what the school has; a figure of nothing is left out."""
    counted = programme_selectors.figures(lessons)
    films, libraries, learners = count_outside(school)
    programme, videos, about = (reverse(f"portal:{name}") for name in ("programme", "videos", "about"))
    kinds = ", ".join(str(KIND_COUNTS[row.kind] % {"count": row.count}) for row in counted.kinds)
    rows = [
        Figure(counted.lessons, npgettext("figure", "lesson", "lessons", counted.lessons), kinds, programme),
        Figure(
            counted.hours,
            npgettext("figure", "hour of lessons", "hours of lessons", counted.hours),
            gettext("live and recorded"),
            programme,
        ),
        Figure(films, npgettext("figure", "recording", "recordings", films), gettext("open at any time"), videos),
        Figure(libraries, npgettext("figure", "library", "libraries", libraries), gettext("in the network"), about),
        Figure(learners, npgettext("figure", "learner", "learners", learners), gettext("enrolled"), programme),
    ]
    return Figures(
        lessons=counted.lessons,
        films=films,
        rows=tuple(row for row in rows if row.value),
        ribbon=ribbon_of(school, lessons),
        partners=tuple(
            PartnerRow(partner.name, partner.short_name, partner.site)
            for partner in programme_selectors.partners_of(school)
        ),
    )


class Number(Subquery):
    """How many rows there are, to be asked together with other numbers."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    # rows that nobody may see are not asked for
    empty_result_set_value = 0


def count_outside(school: School) -> tuple[int, int, int]:
    """Return how many films anybody may watch, libraries of the network, and people who are enrolled; one query."""
    films = films_for_all(school).order_by().values("pk")
    libraries = libraries_of(place_of(school)).order_by().values("pk")
    learners = programme_selectors.learners_counted(school).order_by().values("user").distinct()
    counted: tuple[int, int, int]
    counted = School.objects.values_list(Number(films), Number(libraries), Number(learners)).get(pk=school.pk)
    return counted


def ribbon_of(school: School, lessons: Sequence[LessonCard]) -> Ribbon | None:
    """Return the year at a glance as a guest may see it; None before the first programme."""
    overview = programme_selectors.newest_year(school, lessons)
    if overview is None or not overview.cycles:
        return None
    cards = [card for cycle in overview.cycles for card in cycle.lessons]
    held = sum(card.is_held for card in cards)
    words = gettext("%(held)d of %(total)d lessons are over") % {"held": held, "total": len(cards)}
    coming = next((card for card in cards if card.is_announced), None)
    return Ribbon(cycles=tuple(overview.cycles), progress=words, next_id=coming.id if coming else 0)


def drawers_of(school: School, figures: Figures) -> tuple[Drawer, ...]:
    """Return the tabs as drawers; the methodist's own text outranks ours."""
    contents = {
        Tab.PROGRAMME: amount(figures.lessons, npgettext("figure", "lesson", "lessons", figures.lessons)),
        Tab.VIDEOS: amount(figures.films, npgettext("figure", "recording", "recordings", figures.films)),
    }
    return tuple(
        Drawer(
            tab=tab,
            label=str(tab.label),
            text=tab_text(school, tab),
            url=reverse(view),
            content=contents.get(tab, ""),
        )
        for tab, view in TAB_VIEWS.items()
    )


def amount(count: int, unit: str) -> str:
    """Write a number with its unit; nothing for nothing."""
    return f"{count} {unit}" if count else ""


def about_page(actor: Actor, school: School) -> About:
    """Return what the school tells about itself."""
    return About(
        head=tab_head(school, Tab.ABOUT),
        html=render_markdown(school.about),
        owner=school.owner,
        figures=figures_of(school, programme_selectors.visible_cards(actor, school)),
    )
