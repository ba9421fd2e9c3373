"""The pulse of all mentorships of a school on one screen: who has not met for long comes first. A fixed number of queries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nastavnik.core.tables import Column, Filter, Listing, Table
from nastavnik.core.text import search_key
from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import MatchRun, Mentee, MentorProfile, Mentorship, Wish
from nastavnik.mentoring.permissions import can_pair, can_see_pulse, mentor_roles
from nastavnik.mentoring.selectors.mentorships.cards import joined, present_of, today_in
from nastavnik.mentoring.selectors.mentorships.rhythm import Pulse, pulse_of
from nastavnik.people.models import RoleAssignment
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School

PAGE_ROWS = 50
OPEN = (MentorshipState.WAITING, MentorshipState.ACTIVE)


@dataclass(frozen=True, slots=True)
class Figures:
    """Mentorships in numbers."""

    active: int
    quiet: int
    asleep: int
    waiting: int
    # their mentor is away, or they have none any more
    orphaned: int
    wishes: int


@dataclass(frozen=True, slots=True)
class PulsePage:
    """The pulse for a methodist; a director sees it without the ways to the pairs themselves."""

    figures: Figures
    listing: Listing[Mentorship]
    can_pair: bool
    latest_run: MatchRun | None
    latest_url: str


def pulse_page(actor: Actor, school: School, params: Mapping[str, str], now: datetime) -> PulsePage:
    """Return the pulse of a school; raises `PermissionDenied` for who is not of its desk."""
    if not can_see_pulse(actor, school):
        raise PermissionDenied
    today, is_run = today_in(school, now), can_pair(actor, school)
    rows = joined(Mentorship.objects.filter(school=school), now).annotate(
        is_orphaned=orphaned(school, today), is_unled=~Exists(_mentor(school))
    )
    run = MatchRun.objects.filter(school=school).first() if is_run else None
    return PulsePage(
        figures=figures_of(school, today),
        listing=table(today, now, is_run=is_run).listing(rows, usual(params)),
        can_pair=is_run,
        latest_run=run,
        latest_url=reverse("mentoring:matching", args=[run.token]) if run else "",
    )


def usual(params: Mapping[str, str]) -> Mapping[str, str]:
    """Return what an address asks for; unless it says otherwise, mentorships that go on."""
    return params if "show" in params else {**params_of(params), "show": "active"}


def params_of(params: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters of an address, the last of each name."""
    return {name: params[name] for name in params}


def orphaned(school: School, today: date) -> Case:
    """Return whether a mentorship has no mentor that is one still, or goes on while she is away.

    One that waits for the yes of somebody who is a mentor no more waits for ever; one who is away says it when she is back.
    """
    away = MentorProfile.objects.filter(school=OuterRef("school"), user=OuterRef("mentor"), away_until__gte=today)
    return Case(
        When(~Q(state__in=OPEN), then=Value(value=False)),
        When(mentor=None, then=Value(value=True)),
        When(state=MentorshipState.WAITING, then=~Exists(_mentor(school))),
        default=Exists(away) | ~Exists(_mentor(school)),
    )


def _mentor(school: School) -> QuerySet[RoleAssignment]:
    """Return the role by which the mentor of a mentorship leads it; who has lost it leads nobody."""
    return mentor_roles(school).filter(user=OuterRef("mentor"))


def figures_of(school: School, today: date) -> Figures:
    """Return mentorships in numbers: two queries."""
    active = Q(state=MentorshipState.ACTIVE)
    counted = (
        Mentorship.objects.filter(school=school, state__in=OPEN)
        .annotate(is_orphaned=orphaned(school, today))
        .aggregate(
            active=Count("pk", filter=active),
            overdue=Count("pk", filter=active & Q(due_on__lt=today)),
            asleep=Count("pk", filter=active & asleep_query(today)),
            waiting=Count("pk", filter=Q(state=MentorshipState.WAITING)),
            orphaned=Count("pk", filter=Q(is_orphaned=True)),
        )
    )
    return Figures(
        active=counted["active"],
        quiet=counted["overdue"] - counted["asleep"],
        asleep=counted["asleep"],
        waiting=counted["waiting"],
        orphaned=counted["orphaned"],
        wishes=Wish.objects.filter(school=school, user__is_active=True).count(),
    )


def asleep_query(today: date) -> Q:
    """Return which mentorships have let two rhythms go by, as `pulse_of` says."""
    return Q(asleep_on__lt=today)


def show_query(today: date) -> Callable[[str], Q]:
    """Return what the filter of the table narrows to."""
    active = Q(state=MentorshipState.ACTIVE)
    queries = {
        "active": active,
        "asleep": active & asleep_query(today),
        "quiet": active & Q(due_on__lt=today) & ~asleep_query(today),
        "orphaned": Q(is_orphaned=True),
        "waiting": Q(state=MentorshipState.WAITING),
        "ended": Q(state=MentorshipState.ENDED),
        "declined": Q(state=MentorshipState.DECLINED),
    }
    return lambda word: queries.get(word, Q())


SHOWN = (
    ("active", _("that go on")),
    ("asleep", _("asleep")),
    ("quiet", _("a contact is due")),
    ("orphaned", _("the mentor is away, or there is none any more")),
    ("waiting", _("wait for the mentor")),
    ("ended", _("ended")),
    ("declined", _("did not begin")),
    ("all", _("all")),
)


def named(text: str) -> Q:
    """Return mentorships in which somebody is called so."""
    key = search_key(text)
    mentees = Mentee.objects.filter(mentorship=OuterRef("pk"), left_at=None, user__name_key__contains=key)
    return Q(mentor__name_key__contains=key) | Q(Exists(mentees))


def table(today: date, now: datetime, *, is_run: bool) -> Table[Mentorship]:
    """Return the table of the pulse as of `today`."""
    link = (lambda row: reverse("mentoring:mentorship", args=[row.token])) if is_run else None
    return Table[Mentorship](
        name="mentorships",
        caption=_("Mentorships, those that have not met for longest first"),
        page_rows=PAGE_ROWS,
        order="due",
        columns=(
            # what a pair calls itself is its own, and the methodists'
            Column("mentees", _("Mentees"), heading_of if is_run else names_of, link=link),
            Column("mentor", _("Mentor"), mentor_of, order=("mentor__name_key",)),
            Column("pulse", _("Pulse"), lambda row: pulse_words(row, today)),
            Column("days", _("Days since the last contact"), lambda row: days_of(row, now), is_number=True),
            Column("due", _("Next contact by"), lambda row: row.due_on, order=("due_on",)),
            Column("planned", _("Planned"), lambda row: row.next_meeting_at, order=("next_meeting_at",)),  # type: ignore[attr-defined]  # annotated by `joined`
            Column("until", _("Until"), lambda row: row.ends_on, order=("ends_on",)),
        ),
        filters=(
            Filter("q", _("Name"), query=named),
            Filter("show", _("Which"), query=show_query(today), choices=SHOWN),
        ),
    )


def names_of(row: Mentorship) -> str:
    """Return who is led."""
    return ", ".join(one.user.full_name for one in present_of(row))


def heading_of(row: Mentorship) -> str:
    """Return who is led, the group's title first."""
    return f"{row.title}: {names_of(row)}" if row.title else names_of(row)


def mentor_of(row: Mentorship) -> str:
    """Return who leads; in words where nobody does any more."""
    return row.mentor.full_name if row.mentor else gettext("no mentor")


def pulse_words(row: Mentorship, today: date) -> str:
    """Return how awake a mentorship is, in words."""
    if row.state == MentorshipState.WAITING and row.is_orphaned:  # type: ignore[attr-defined]  # annotated by `pulse_page`
        return gettext("no mentor")
    if row.state != MentorshipState.ACTIVE or row.due_on is None:
        return str(row.get_state_display())
    if row.is_unled:  # type: ignore[attr-defined]  # annotated by `pulse_page`
        return gettext("no mentor")
    if row.is_orphaned:  # type: ignore[attr-defined]  # annotated by `pulse_page`
        return gettext("the mentor is away")
    pulse = pulse_of(row.due_on, row.every_days, today)
    words = {Pulse.AWAKE: gettext("awake"), Pulse.QUIET: gettext("a contact is due"), Pulse.ASLEEP: gettext("asleep")}
    return words[pulse]


def days_of(row: Mentorship, now: datetime) -> int | None:
    """Return for how many days the people of a mentorship that goes on have not met."""
    last = row.last_contact_at or row.began_at
    if row.state != MentorshipState.ACTIVE or last is None:
        return None
    zone = row.school.zone
    return max((now.astimezone(zone).date() - last.astimezone(zone).date()).days, 0)


def usual_letter(days: int) -> tuple[str, str]:
    """Return the subject and the text with which a methodist's letter to a pair begins."""
    subject = gettext("How is it going between you?")
    text = ngettext(
        "Hello!\n\nYou have not met for %(days)d day. If something is in the way, tell me: another time, another form, or another"
        " mentor can be found. A call of ten minutes is a meeting too.",
        "Hello!\n\nYou have not met for %(days)d days. If something is in the way, tell me: another time, another form, or another"
        " mentor can be found. A call of ten minutes is a meeting too.",
        days,
    )
    return subject, text % {"days": days}
