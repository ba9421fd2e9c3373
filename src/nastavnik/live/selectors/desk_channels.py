"""The channels of a school at the desk. Keys are never among what is read here."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from nastavnik.live.enums import ChannelKind
from nastavnik.live.models import Channel
from nastavnik.live.permissions import can_edit_channels, channels_visible_to
from nastavnik.people.permissions import Actor
from nastavnik.programme.models import School
from nastavnik.programme.permissions import can_see_desk


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel in the list of the desk."""

    token: str
    title: str
    kind_label: str
    address: str
    page_url: str
    has_key: bool


@dataclass(frozen=True, slots=True)
class ChannelsPage:
    """The channels of a school."""

    channels: list[ChannelRow]
    can_edit: bool


def channels_page(actor: Actor, school: School) -> ChannelsPage:
    """Return the channels of `school`. Raises `PermissionDenied` for who is not of its desk."""
    if not can_see_desk(actor, school):
        raise PermissionDenied
    channels = channels_visible_to(actor, school).order_by("position", "pk")
    return ChannelsPage([channel_row(channel) for channel in channels], can_edit=can_edit_channels(actor, school))


def channel_row(channel: Channel) -> ChannelRow:
    """Return a channel without its key."""
    return ChannelRow(
        token=channel.token,
        title=channel.title,
        kind_label=str(ChannelKind(channel.kind).label),
        address=channel.address,
        page_url=channel.page_url,
        has_key=bool(channel.sealed_key),
    )


def check_can_edit(actor: Actor, school: School) -> None:
    """Raise `PermissionDenied` for who may not change the channels, before a form is shown to her."""
    if not can_edit_channels(actor, school):
        raise PermissionDenied


def channel_to_edit(actor: Actor, school: School, token: str) -> Channel:
    """Return a channel that `actor` may change, removed ones too.

    Raises `Channel.DoesNotExist`, or `PermissionDenied` for the director.
    """
    if not can_see_desk(actor, school):
        raise Channel.DoesNotExist
    channel = Channel.objects.get(school=school, token=token)
    check_can_edit(actor, school)
    return channel
