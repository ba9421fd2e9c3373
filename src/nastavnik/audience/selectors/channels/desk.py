"""The channels of a school at the desk, and where its lessons stand there. Keys are never among what is read here."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Count

from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, PlacementState, PullState
from nastavnik.audience.models import CountedChannel, Placement
from nastavnik.audience.permissions import can_count, can_see_report, channels_visible_to
from nastavnik.audience.selectors.channels.presets import PRESETS, rule_of
from nastavnik.audience.selectors.counts.sheet import UNSEEN
from nastavnik.audience.selectors.pulls.asking import CONNECTORS, is_askable
from nastavnik.live.models import Relay
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import Lesson, School
from nastavnik.programme.permissions import lessons_visible_to

BADGES = {
    PullState.NEVER: "neutral",
    PullState.WELL: "ok",
    PullState.EMPTY: "warn",
    PullState.SILENT: "warn",
    PullState.PACED: "waiting",
    PullState.REFUSED: "wrong",
    PullState.BROKEN: "wrong",
}


@dataclass(frozen=True, slots=True)
class Pull:
    """How the last call of a channel's connector ended."""

    label: str
    badge: str
    said: str
    tried_at: datetime | None
    succeeded_at: datetime | None
    next_at: datetime | None
    is_well: bool


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel in the list of the desk."""

    token: str
    kind: str
    kind_label: str
    title: str
    metrics: list[str]
    rule: str
    method: str
    is_own: bool
    placed: int
    # None: its figures come in by hand
    pull: Pull | None


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    """The channels of a school, and the kinds that can be added."""

    channels: list[ChannelRow]
    kinds: list[tuple[str, str]]
    can_count: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A lesson, its address at a channel as far as it is known, and what the connector found there."""

    lesson_id: int
    uid: str
    title: str
    url: str
    # taken from the broadcast, not saved here yet
    is_guessed: bool
    # nothing: it was not asked
    state: str
    # the connector cannot ask for this address
    is_unasked: bool


def channels_page(actor: Actor, school: School) -> ChannelsPage:
    """Return the channels of `school`. Raises `PermissionDenied` for who is not of its desk."""
    if not can_see_report(actor, school):
        raise PermissionDenied
    channels = channels_visible_to(actor, school).order_by("position", "pk")
    placed = dict(
        Placement.objects.filter(channel__school=school, lesson__removed_at=None)
        .values_list("channel")
        .annotate(lessons=Count("pk"))
        .order_by()
    )
    rows = [_row(channel, placed.get(channel.pk, 0)) for channel in channels]
    kinds = [(kind.value, str(kind.label)) for kind in PlaceKind if kind is not PlaceKind.OWN]
    return ChannelsPage(rows, kinds, can_count(actor, school))


def _row(channel: CountedChannel, placed: int) -> ChannelRow:
    return ChannelRow(
        token=channel.token,
        kind=channel.kind,
        kind_label=str(PlaceKind(channel.kind).label),
        title=channel.title,
        metrics=[str(Metric(metric).label) for metric in channel.metrics],
        rule=rule_of(channel.kind, channel.rule),
        method=str(CountMethod(channel.method).label),
        is_own=channel.kind == PlaceKind.OWN,
        placed=placed,
        pull=pull_of(channel),
    )


def pull_of(channel: CountedChannel) -> Pull | None:
    """Return how a channel's connector is; None where nobody is asked."""
    if channel.method not in CONNECTORS:
        return None
    state = PullState(channel.pull_state)
    return Pull(
        label=str(state.label),
        badge=BADGES[state],
        said=channel.pull_said,
        tried_at=channel.pull_tried_at,
        succeeded_at=channel.pull_succeeded_at,
        next_at=channel.pull_next_at,
        is_well=state in {PullState.WELL, PullState.NEVER},
    )


def channel_to_edit(actor: Actor, school: School, token: str) -> CountedChannel:
    """Return a channel that `actor` may change, removed ones too.

    Raises `CountedChannel.DoesNotExist`, or `PermissionDenied` for the director.
    """
    if not can_see_report(actor, school):
        raise CountedChannel.DoesNotExist
    channel = CountedChannel.objects.get(school=school, token=token)
    check_can_edit(actor, school)
    return channel


def check_can_edit(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not change the channels, before a form is shown to her."""
    if not can_count(actor, school):
        raise PermissionDenied


def channel_typed(channel: CountedChannel) -> dict[str, object]:
    """Return what stands in the form of a channel."""
    return {"title": channel.title, "metrics": channel.metrics, "rule": channel.rule, "method": channel.method}


def kind_to_add(kind: str) -> PlaceKind:
    """Return a kind of channels that people add. Raises `CountedChannel.DoesNotExist`."""
    if kind not in PlaceKind.values or kind == PlaceKind.OWN:
        raise CountedChannel.DoesNotExist
    return PlaceKind(kind)


def new_typed(kind: PlaceKind) -> dict[str, object]:
    """Return what stands in the form of a channel that is not there yet."""
    preset = PRESETS[kind]
    title = "" if kind is PlaceKind.OTHER else str(kind.label)
    return {"title": title, "metrics": [one.value for one in preset.metrics], "method": CountMethod.HAND.value}


def standings_of(actor: Actor, channel: CountedChannel) -> list[Standing]:
    """Return all lessons that could stand at a channel, the newest first; addresses of broadcasts fill what is not said yet."""
    lessons = lessons_visible_to(actor, channel.school).exclude(state__in=UNSEEN).order_by("-starts_at", "-pk")
    there = {row.lesson_id: row for row in Placement.objects.filter(channel=channel)}
    guessed = _guessed(channel)
    return [_standing(channel, lesson, there.get(lesson.pk), guessed.get(lesson.pk, "")) for lesson in lessons]


def _standing(channel: CountedChannel, lesson: Lesson, placement: Placement | None, guessed: str) -> Standing:
    url = placement.url if placement else guessed
    is_asked = channel.method in CONNECTORS and bool(url)
    return Standing(
        lesson_id=lesson.pk,
        uid=lesson.uid,
        title=lesson.title,
        url=url,
        is_guessed=placement is None and bool(guessed),
        state=str(PlacementState(placement.state).label) if placement and placement.state else "",
        is_unasked=is_asked and not is_askable(channel.method, url),
    )


def _guessed(channel: CountedChannel) -> dict[int, str]:
    """Return the addresses that the desks of broadcasts know, by lesson."""
    if channel.relayed_to_id is None:
        return {}
    relays = Relay.objects.filter(channel=channel.relayed_to_id).exclude(page_url="")
    return dict(relays.values_list("broadcast__lesson_id", "page_url"))
