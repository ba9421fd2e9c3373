"""Where one can go from every page, and where one is."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.contest.permissions import has_jury_desk
from nastavnik.core.memory import remembered
from nastavnik.mentoring.permissions import is_mentor
from nastavnik.people.models import User
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk

TAB_VIEWS = {
    Tab.PROGRAMME: "portal:programme",
    Tab.VIDEOS: "portal:videos",
    Tab.CONSULTATIONS: "mentoring:consultations",
    Tab.CONTEST: "contest:contests",
    Tab.COLLECTION: "portal:collections",
    Tab.ABOUT: "portal:about",
}


# What a tab holds, and what will be in it while it is empty.
TAB_WORDS = {
    Tab.PROGRAMME: _("The year by cycles: what was, what comes next, how to take part."),
    Tab.VIDEOS: _("Recordings of the lessons on the shelf, cycle by cycle."),
    Tab.CONSULTATIONS: _("Ask a mentor about any moment of a recording; the answers stay for everybody."),
    Tab.CONTEST: _("Ideas of socio-cultural projects from the branches: regulation, applications, results."),
    Tab.COLLECTION: _("The materials of the year as a book: to read here, to print, to quote."),
    Tab.ABOUT: _("Who runs the school, for whom, and how the year is arranged."),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go to; `is_current` says that the viewer is there or below it."""

    url: str
    label: str
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Navigation:
    """The tabs of the school, the person's own menu, and the places of the desk for those who work there."""

    tabs: list[Link]
    own: list[Link] = field(default_factory=list)
    desk: list[Link] = field(default_factory=list)


def tab_text(school: School, tab: Tab) -> str:
    """Return what a tab holds, in a sentence; the methodist's own words outrank ours."""
    return school.tab_texts.get(tab.value) or str(TAB_WORDS[tab])


def programme_url() -> str:
    """Return the address of the programme."""
    return reverse(TAB_VIEWS[Tab.PROGRAMME])


@remembered
def guest_navigation(path: str) -> Navigation:
    """Return the navigation of somebody who is not signed in; no query."""
    return Navigation(tabs=tab_links(path))


def navigation_of(user: User, school: School, path: str) -> Navigation:
    """Return the navigation of a person, whose roles the page knows anyway."""
    return _navigation(
        path,
        has_desk=can_see_desk(user, school),
        is_run=can_run_school(user, school),
        is_mentor=is_mentor(user, school),
        is_juror=has_jury_desk(user),
    )


@remembered
def _navigation(path: str, *, has_desk: bool, is_run: bool, is_mentor: bool, is_juror: bool) -> Navigation:
    own = own_links()
    if is_juror:
        own.insert(1, Link(reverse("contest:jury_desk"), gettext("Jury")))
    if is_mentor:
        own.insert(1, Link(reverse("mentoring:queue"), gettext("Mentor’s desk")))
    if has_desk:
        own.insert(1, Link(reverse("portal:desk"), gettext("Desk")))
    # a person's page belongs to the desk too, though its address does not begin with it
    people = reverse("people:person", args=["-"]).removesuffix("-/")
    held = {"mentor": is_mentor, "jury": is_juror, "desk": has_desk, "run": is_run}
    places = [place for place, is_held in held.items() if is_held]
    is_at_desk = bool(places) and path.startswith((reverse("portal:desk"), people))
    return Navigation(
        tabs=tab_links(path),
        own=own,
        desk=desk_links(path, places=places) if is_at_desk else [],
    )


def tab_links(path: str) -> list[Link]:
    """Return the tabs of the school, and the way to what was said in all lessons; a lesson belongs to the programme."""
    here = path.replace(reverse("portal:lessons"), reverse("portal:programme"), 1)
    places = [(reverse(name), str(tab.label)) for tab, name in TAB_VIEWS.items()]
    places.append((reverse("search:search"), gettext("Search")))
    return [Link(url, label, is_current=here.startswith(url)) for url, label in places]


def own_links() -> list[Link]:
    """Return the person's own places."""
    places = (
        ("portal:me", gettext("My study")),
        ("people:notices", gettext("Notices")),
        ("people:profile", gettext("My details")),
    )
    return [Link(reverse(view), label) for view, label in places]


def desk_links(path: str, *, places: Collection[str]) -> list[Link]:
    """Return the places of the desk in the order of a working day, of these kinds.

    `mentor`: a mentor's own; `jury`: a juror's; `desk`: what methodist and director see; `run`: what only a methodist opens.
    """
    known = [
        ("mentoring:queue", gettext("Questions"), "mentor"),
        ("mentoring:slots", gettext("My reception hours"), "mentor"),
        ("contest:jury_desk", gettext("Jury"), "jury"),
        ("portal:desk", gettext("Today"), "desk"),
        ("programme:years", gettext("Programme"), "desk"),
        ("live:broadcasts", gettext("Broadcasts"), "desk"),
        ("live:channels", gettext("Channels"), "desk"),
        ("video:desk", gettext("Films"), "desk"),
        ("mentoring:desk_consultations", gettext("Consultations"), "desk"),
        ("mentoring:pulse", gettext("Mentorships"), "desk"),
        ("mentoring:all_appointments", gettext("Appointments"), "run"),
        ("contest:desk_contests", gettext("Contests"), "desk"),
        ("learning:desk_quizzes", gettext("Self-checks"), "desk"),
        ("video:glossary", gettext("Glossary"), "run"),
        ("search:misses", gettext("Searches without a hit"), "desk"),
        ("programme:speakers", gettext("Speakers"), "desk"),
        ("learning:network", gettext("Progress"), "desk"),
        ("learning:certificates", gettext("Certificates"), "desk"),
        ("people:people", gettext("People"), "desk"),
        ("people:libraries", gettext("Libraries"), "desk"),
        ("people:organisations", gettext("Organisations"), "desk"),
        ("people:outbox", gettext("Outbox"), "run"),
        ("people:consent_texts", gettext("Consents"), "run"),
        ("learning:systems", gettext("Other systems"), "run"),
        ("programme:school", gettext("School"), "run"),
    ]
    links = [Link(reverse(name), label) for name, label, place in known if place in places]
    current = max((link.url for link in links if path.startswith(link.url)), key=len, default="")
    if path.startswith(reverse("learning:lesson", args=["-"]).removesuffix("-/")):
        current = reverse("learning:network")
    return [Link(link.url, link.label, is_current=link.url == current) for link in links]
