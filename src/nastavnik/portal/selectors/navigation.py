"""Where one can go from every page, and where one is."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

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
    Tab.COLLECTION: "publishing:shelf",
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
class Group:
    """Places of the desk that belong together; the first of all are everyday ones and have no heading."""

    label: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Desk:
    """The places of the desk, for those who work there. `here`: where the viewer is, for screens that fold the rest."""

    here: str
    groups: list[Group]

    @property
    def links(self) -> list[Link]:
        """Return all places in their order."""
        return [link for group in self.groups for link in group.links]


@dataclass(frozen=True, slots=True)
class Navigation:
    """The tabs of the school, the person's own menu, and the desk if she is there (None: elsewhere)."""

    tabs: list[Link]
    own: list[Link] = field(default_factory=list)
    desk: Desk | None = None


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
        desk=desk_at(path, places=places) if is_at_desk else None,
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
        ("studio:topics", gettext("Topics")),
        ("grants:own", gettext("Grants")),
        ("people:notices", gettext("Notices")),
        ("people:profile", gettext("My details")),
    )
    return [Link(reverse(view), label) for view, label in places]


# The places of the desk, by group. `mentor`: a mentor's own; `jury`: a juror's; `desk`: what methodist and director see; `run`:
# what only a methodist opens.
DESK = (
    (
        "",
        ("portal:desk", _("Today"), "desk"),
        ("mentoring:queue", _("Questions"), "mentor"),
        ("mentoring:slots", _("My reception hours"), "mentor"),
        ("contest:jury_desk", _("Jury"), "jury"),
    ),
    (
        _("Lessons and films"),
        ("programme:years", _("Programme"), "desk"),
        ("live:broadcasts", _("Broadcasts"), "desk"),
        ("live:channels", _("Channels"), "desk"),
        ("live:submissions", _("Submissions to portals"), "desk"),
        ("video:desk", _("Films"), "desk"),
        ("learning:desk_quizzes", _("Self-checks"), "desk"),
        ("video:glossary", _("Glossary"), "run"),
        ("search:misses", _("Searches without a hit"), "desk"),
        ("programme:speakers", _("Speakers"), "desk"),
        ("publishing:collections", _("Collections"), "desk"),
    ),
    (
        _("Studio"),
        ("studio:desk_topics", _("Topics"), "desk"),
        ("studio:board", _("Board"), "desk"),
        ("studio:mine", _("My cards"), "mentor"),
    ),
    (
        _("Mentors, contests, grants"),
        ("mentoring:desk_consultations", _("Consultations"), "desk"),
        ("mentoring:pulse", _("Mentorships"), "desk"),
        ("mentoring:all_appointments", _("Appointments"), "run"),
        ("contest:desk_contests", _("Contests"), "desk"),
        ("grants:board", _("Grants"), "desk"),
        ("grants:funds", _("Forms of funds"), "desk"),
        ("grants:moments", _("Moments to learn from"), "run"),
    ),
    (
        _("People and results"),
        ("audience:report", _("Report"), "desk"),
        ("learning:network", _("Progress"), "desk"),
        ("audience:counts", _("Views by channel"), "desk"),
        ("learning:certificates", _("Certificates"), "desk"),
        ("people:people", _("People"), "desk"),
        ("people:libraries", _("Libraries"), "desk"),
        ("people:organisations", _("Organisations"), "desk"),
    ),
    (
        _("Settings"),
        ("people:outbox", _("Outbox"), "run"),
        ("people:consent_texts", _("Consents"), "run"),
        ("learning:systems", _("Other systems"), "run"),
        ("api:keys", _("Keys for programs"), "run"),
        ("api:webhooks", _("Webhooks"), "run"),
        ("portal:embedding", _("On your site"), "desk"),
        ("programme:school", _("School"), "run"),
    ),
)


def desk_at(path: str, *, places: Collection[str]) -> Desk:
    """Return the desk as one sees it who is at `path`, with the kinds of places that are hers."""
    known = [
        (str(label), [(reverse(name), str(words)) for name, words, place in rows if place in places])
        for label, *rows in DESK
    ]
    urls = [url for _label, links in known for url, _words in links]
    current = max((url for url in urls if path.startswith(url)), key=len, default="")
    if path.startswith(reverse("learning:lesson", args=["-"]).removesuffix("-/")):
        current = reverse("learning:network")
    groups = [
        Group(label, [Link(url, words, is_current=url == current) for url, words in links]) for label, links in known
    ]
    desk = Desk(gettext("Desk"), [group for group in groups if group.links])
    return replace(desk, here=next((link.label for link in desk.links if link.is_current), desk.here))
