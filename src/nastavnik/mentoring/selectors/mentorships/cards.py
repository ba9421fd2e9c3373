"""Mentorships as rows of pages: who is in them, how awake they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.urls import reverse

from nastavnik.mentoring.enums import MentorshipState
from nastavnik.mentoring.models import Meeting, Mentee, Mentorship
from nastavnik.mentoring.selectors.mentorships.rhythm import Pulse, pulse_of
from nastavnik.people.models import User
from nastavnik.programme.models import School


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as pages name her."""

    user_id: int
    name: str
    library: str
    position: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A mentorship among others."""

    token: str
    url: str
    state: MentorshipState
    title: str
    mentor: Person | None
    mentees: tuple[Person, ...]
    # the viewer is its mentor
    is_led: bool
    # the viewer is neither its mentor nor a mentee
    is_others: bool
    began_at: datetime | None
    ends_on: date | None
    last_contact_at: datetime | None
    next_meeting_at: datetime | None
    due_on: date | None
    pulse: Pulse | None

    @property
    def names(self) -> str:
        """Who is led, by name."""
        return ", ".join(person.name for person in self.mentees)

    @property
    def heading(self) -> str:
        """What the card is called: the group's own title, else the other side by name; for others both."""
        if self.title or self.mentor is None or self.is_led:
            return self.title or self.names
        return f"{self.mentor.name} · {self.names}" if self.is_others else self.mentor.name

    @property
    def is_quiet(self) -> bool:
        """Whether a contact is overdue."""
        return self.pulse in {Pulse.QUIET, Pulse.ASLEEP}

    @property
    def is_asleep(self) -> bool:
        """Whether nothing has happened for two rhythms."""
        return self.pulse is Pulse.ASLEEP


def person_of(user: User) -> Person:
    """Return a person, whose library is joined."""
    return Person(user.pk, user.full_name, user.library.label if user.library else "", user.position)


def joined(
    mentorships: QuerySet[Mentorship], now: datetime, mentees: QuerySet[Mentee] | None = None
) -> QuerySet[Mentorship]:
    """Return mentorships with what a card shows: one query more, however many there are.

    `mentees`: what else is to be known of who is led.
    """
    planned = Meeting.objects.filter(mentorship=OuterRef("pk"), is_held=False, at__gt=now).order_by("at")
    present = (Mentee.objects.all() if mentees is None else mentees).filter(left_at=None)
    return (
        mentorships.select_related("mentor__library", "school")
        .prefetch_related(Prefetch("mentees", present.select_related("user__library"), to_attr="present"))
        .annotate(next_meeting_at=Subquery(planned.values("at")[:1]))
    )


def present_of(mentorship: Mentorship) -> Sequence[Mentee]:
    """Return who is led now, of a mentorship that `joined` has read."""
    present: Sequence[Mentee] = mentorship.present  # type: ignore[attr-defined]  # prefetched by `joined`
    return present


def card_of(mentorship: Mentorship, viewer_id: int, today: date) -> Card:
    """Return a mentorship that `joined` has read as a card."""
    is_active = mentorship.state == MentorshipState.ACTIVE and mentorship.due_on is not None
    return Card(
        token=mentorship.token,
        url=reverse("mentoring:mentorship", args=[mentorship.token]),
        state=MentorshipState(mentorship.state),
        title=mentorship.title,
        mentor=person_of(mentorship.mentor) if mentorship.mentor else None,
        mentees=tuple(person_of(one.user) for one in present_of(mentorship)),
        is_led=mentorship.mentor_id == viewer_id,
        is_others=viewer_id not in {mentorship.mentor_id, *(one.user_id for one in present_of(mentorship))},
        began_at=mentorship.began_at,
        ends_on=mentorship.ends_on,
        last_contact_at=mentorship.last_contact_at,
        next_meeting_at=mentorship.next_meeting_at,  # type: ignore[attr-defined]  # annotated by `joined`
        due_on=mentorship.due_on,
        pulse=pulse_of(mentorship.due_on, mentorship.every_days, today) if is_active and mentorship.due_on else None,
    )


def today_in(school: School, now: datetime) -> date:
    """Return the day by the school's clock."""
    return now.astimezone(school.zone).date()
