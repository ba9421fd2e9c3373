"""Where one can go from every page, and where one is."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.memory import remembered
from nastavnik.people.models import User
from nastavnik.programme.enums import Tab
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_run_school, can_see_desk

TAB_VIEWS = {
    Tab.PROGRAMME: "portal:programme",
    Tab.VIDEOS: "portal:videos",
    Tab.CONSULTATIONS: "portal:consultations",
    Tab.CONTEST: "portal:contests",
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
    return _navigation(path, has_desk=can_see_desk(user, school), is_run=can_run_school(user, school))


@remembered
def _navigation(path: str, *, has_desk: bool, is_run: bool) -> Navigation:
    own = own_links()
    if has_desk:
        own.insert(1, Link(reverse("portal:desk"), gettext("Desk")))
    # a person's page belongs to the desk too, though its address does not begin with it
    people = reverse("people:person", args=["-"]).removesuffix("-/")
    is_at_desk = has_desk and path.startswith((reverse("portal:desk"), people))
    return Navigation(
        tabs=tab_links(path),
        own=own,
        desk=desk_links(path, is_run=is_run) if is_at_desk else [],
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


def desk_links(path: str, *, is_run: bool) -> list[Link]:
    """Return the places of the desk in the order of a working day; `is_run`: also those that only a methodist opens."""
    places = [
        ("portal:desk", gettext("Today"), False),
        ("programme:years", gettext("Programme"), False),
        ("live:broadcasts", gettext("Broadcasts"), False),
        ("live:channels", gettext("Channels"), False),
        ("video:desk", gettext("Films"), False),
        ("learning:desk_quizzes", gettext("Self-checks"), False),
        ("video:glossary", gettext("Glossary"), True),
        ("search:misses", gettext("Searches without a hit"), False),
        ("programme:speakers", gettext("Speakers"), False),
        ("learning:network", gettext("Progress"), False),
        ("learning:certificates", gettext("Certificates"), False),
        ("people:people", gettext("People"), False),
        ("people:libraries", gettext("Libraries"), False),
        ("people:organisations", gettext("Organisations"), False),
        ("people:outbox", gettext("Outbox"), True),
        ("people:consent_texts", gettext("Consents"), True),
        ("learning:systems", gettext("Other systems"), True),
        ("programme:school", gettext("School"), True),
    ]
    links = [Link(reverse(name), label) for name, label, is_methodists in places if is_run or not is_methodists]
    current = max((link.url for link in links if path.startswith(link.url)), key=len, default="")
    if path.startswith(reverse("learning:lesson", args=["-"]).removesuffix("-/")):
        current = reverse("learning:network")
    return [Link(link.url, link.label, is_current=link.url == current) for link in links]
