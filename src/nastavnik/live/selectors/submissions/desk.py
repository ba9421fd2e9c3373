"""What has to be submitted to portals by hand, until when, and the page that hands out its texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation

from nastavnik.core.dates import dated_moment
from nastavnik.live.enums import ChannelKind, PortalState
from nastavnik.live.models import Channel, Relay, Submission
from nastavnik.live.permissions import can_edit_channels, channels_visible_to
from nastavnik.live.selectors.submissions.fields import Facts, Field, broadcast_fields, event_fields
from nastavnik.people.models import User
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import can_see_desk
from nastavnik.programme.selectors import LessonCard, lessons_to_choose
from nastavnik.programme.selectors.board import lesson_at_desk

# What is known of a kind of channel until its own rule is set: the editors of Культура.РФ ask for about two weeks.
LEAD_DAYS = {ChannelKind.CULTURE: 14}
# so many days before the last one the desk speaks of it
NEAR_DAYS = 7
BADGES = {PortalState.PUBLISHED: "ok", PortalState.WAITING: "waiting", PortalState.UNKNOWN: "neutral"}


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A lesson to come and a channel that wants to be asked. `until` is the last day for it."""

    lesson_uid: str
    lesson_title: str
    starts_at: datetime
    channel_token: str
    channel_title: str
    until: date
    days_left: int
    is_asked: bool
    is_skipped: bool
    state: PortalState
    url: str
    # under which the portal knows it
    portal_id: str = ""
    # the time that stands in the request, where the lesson was moved since
    told_starts_at: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Tell whether somebody still has to do it."""
        return not self.is_asked and not self.is_skipped

    @property
    def is_near(self) -> bool:
        """Tell whether it is time to do it, or late."""
        return self.is_waiting and self.days_left <= NEAR_DAYS

    @property
    def is_late(self) -> bool:
        """Tell whether its last day is over: the portal may refuse it."""
        return self.is_waiting and self.days_left < 0

    @property
    def is_moved(self) -> bool:
        """Tell whether the lesson begins at another time than the portal was told."""
        return self.told_starts_at is not None

    @property
    def badge(self) -> str:
        """Return the kind of its badge, for ui/badge."""
        return BADGES.get(self.state, "wrong")


@dataclass(frozen=True, slots=True)
class SubmissionsPage:
    """What is to be submitted, the nearest first. `channels` are those that want to be asked."""

    rows: list[SubmissionRow]
    channels: int


@dataclass(frozen=True, slots=True)
class Kit:
    """The texts of a lesson for a portal, in the order of its forms, and what became of them."""

    row: SubmissionRow
    event: list[Field]
    broadcast: list[Field]
    page_url: str
    checked_at: datetime | None
    # there is a key, and a number to ask for
    can_check: bool
    can_edit: bool

    @property
    def too_long(self) -> int:
        """Return how many texts are longer than our measure."""
        return sum(field.over > 0 for field in (*self.event, *self.broadcast))


def submissions_page(actor: Actor, school: School, now: datetime) -> SubmissionsPage:
    """Return what has to be submitted of lessons to come. Raises `PermissionDenied` for who is not of the desk."""
    if not can_see_desk(actor, school):
        raise PermissionDenied
    channels = channels_that_ask(actor, school)
    return SubmissionsPage(_rows(channels, lessons_to_choose(actor, school), now), len(channels))


def near_submissions(actor: Actor, school: School, now: datetime) -> list[SubmissionRow]:
    """Return what it is time to submit or to put right, for the first page of the desk.

    It costs one query where no channel wants to be asked.
    """
    channels = channels_that_ask(actor, school)
    rows = _rows(channels, lessons_to_choose(actor, school), now) if channels else []
    return [row for row in rows if row.is_near or row.is_moved]


def channels_that_ask(actor: Actor, school: School) -> list[Channel]:
    """Return the channels that want to be asked beforehand, for those of the desk; one query."""
    channels = channels_visible_to(actor, school).select_related("submission_rule").order_by("position", "pk")
    return [channel for channel in channels if lead_days_of(channel)]


def lead_days_of(channel: Channel) -> int:
    """Return how many days before a lesson the channel, whose rule is joined, wants to be asked; 0 for never."""
    rule = getattr(channel, "submission_rule", None)
    return rule.lead_days if rule else LEAD_DAYS.get(ChannelKind(channel.kind), 0)


def _rows(channels: list[Channel], cards: Iterable[LessonCard], now: datetime) -> list[SubmissionRow]:
    announced = [card for card in cards if card.is_announced and card.is_public]
    coming = [card for card in announced if card.starts_at and card.starts_at > now]
    if not channels or not coming:
        return []
    made = Submission.objects.filter(channel__in=channels, lesson__in=[card.id for card in coming])
    known = {(one.lesson_id, one.channel_id): one for one in made}
    rows = [_row(card, channel, known.get((card.id, channel.pk)), now) for card in coming for channel in channels]
    return sorted(rows, key=lambda row: (row.until, row.starts_at, row.channel_title))


def _row(card: LessonCard, channel: Channel, made: Submission | None, now: datetime) -> SubmissionRow:
    zone, starts_at = ZoneInfo(card.zone), card.starts_at or now
    until = starts_at.astimezone(zone).date() - timedelta(days=lead_days_of(channel))
    return SubmissionRow(
        lesson_uid=card.uid,
        lesson_title=card.title,
        starts_at=starts_at,
        channel_token=channel.token,
        channel_title=channel.title,
        until=until,
        days_left=(until - now.astimezone(zone).date()).days,
        is_asked=bool(made and made.asked_at),
        is_skipped=bool(made and made.skipped_at),
        state=PortalState(made.state) if made else PortalState.UNKNOWN,
        url=reverse("live:submission", args=[card.uid, channel.token]),
        portal_id=made.portal_id if made else "",
        told_starts_at=made.told_starts_at if made and made.told_starts_at != starts_at else None,
    )


def submission_kit(actor: User, school: School, lesson_uid: str, channel_token: str, now: datetime) -> Kit:
    """Return the texts of a lesson for a channel.

    Raises `DoesNotExist`, also for who is not of the desk and for a channel that nobody has to ask.
    """
    lesson, channel, card = _places(actor, school, lesson_uid, channel_token)
    made = Submission.objects.filter(lesson=lesson, channel=channel).first()
    rule = getattr(channel, "submission_rule", None)
    facts = _facts(actor, school, lesson, card)
    return Kit(
        row=_row(card, channel, made, now),
        event=event_fields(facts),
        broadcast=broadcast_fields(facts),
        page_url=made.page_url if made else "",
        checked_at=made.checked_at if made else None,
        can_check=bool(made and made.portal_id and rule and rule.sealed_key),
        can_edit=can_edit_channels(actor, school),
    )


def _places(actor: Actor, school: School, lesson_uid: str, channel_token: str) -> tuple[Lesson, Channel, LessonCard]:
    """Return the lesson, its card and the channel, as far as they are the desk's to submit. Raises `DoesNotExist`."""
    lesson = lesson_at_desk(actor, school, lesson_uid)
    card = next((card for card in lessons_to_choose(actor, school) if card.id == lesson.pk), None)
    channels = channels_visible_to(actor, school).select_related("submission_rule")
    channel = channels.get(token=channel_token)
    if card is None or card.starts_at is None:
        raise Lesson.DoesNotExist
    if not lead_days_of(channel):
        raise Channel.DoesNotExist
    return lesson, channel, card


def _facts(actor: User, school: School, lesson: Lesson, card: LessonCard) -> Facts:
    relays = Relay.objects.filter(broadcast__lesson=lesson, is_wanted=True).select_related("channel").order_by("pk")
    pages = [relay.page_url or relay.channel.page_url for relay in relays]
    return Facts(
        card=card,
        description=lesson.description,
        programme=lesson.cycle.programme.title,
        zone=lesson.zone,
        lesson_url=f"{school.base_url}{lesson.path}",
        film_url=next(filter(None, pages), ""),
        organiser=school.owner.name,
        contact=", ".join(filter(None, (actor.full_name, actor.email))),
    )


def cover_told(actor: Actor, school: School, lesson_uid: str, channel_token: str) -> dict[str, object]:
    """Return the words of a lesson's picture, for `papers.cover`. Raises `DoesNotExist` as the kit does."""
    _lesson, _channel, card = _places(actor, school, lesson_uid, channel_token)
    with translation.override("ru"):  # the portal is read in Russian, whoever works at the desk
        when = dated_moment(card.starts_at, ZoneInfo(card.zone)) if card.starts_at else ""
        return {
            "mark": list(card.mark),
            "title": card.title,
            "when": when,
            "school": school.title,
            "age": card.age_rating,
            "accent": school.accent_light,
            "language": "ru",
        }


@dataclass(frozen=True, slots=True)
class RulePage:
    """How a channel wants to be asked; its key is not among it."""

    title: str
    token: str
    lead_days: int
    has_key: bool
    # its export is known to us
    has_export: bool


def rule_page(actor: Actor, school: School, channel_token: str) -> RulePage:
    """Return how a channel wants to be asked. Raises `Channel.DoesNotExist`, or `PermissionDenied` for the director."""
    if not can_see_desk(actor, school):
        raise Channel.DoesNotExist
    channel = Channel.objects.select_related("submission_rule").get(school=school, token=channel_token, removed_at=None)
    if not can_edit_channels(actor, school):
        raise PermissionDenied
    rule = getattr(channel, "submission_rule", None)
    return RulePage(
        title=channel.title,
        token=channel.token,
        lead_days=lead_days_of(channel),
        has_key=bool(rule and rule.sealed_key),
        has_export=channel.kind == ChannelKind.CULTURE,
    )
