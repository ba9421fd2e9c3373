"""Channels: made by themselves and by people, changed, removed with their numbers kept; where lessons stand there."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.audience.factories import CountedChannelFactory, PlacementFactory, ViewCountFactory
from tests.live.factories import BroadcastFactory, ChannelFactory, RelayFactory
from tests.programme.factories import LessonFactory

from nastavnik.audience import tasks
from nastavnik.audience.enums import CountMethod, Metric, PlaceKind, PlacementState, PullState
from nastavnik.audience.models import CountedChannel, Placement
from nastavnik.audience.permissions import channels_visible_to
from nastavnik.audience.selectors.channels import desk
from nastavnik.audience.services import channels as services
from nastavnik.audience.services.channels import keeping
from nastavnik.audience.services.refusals import (
    CellUnknown,
    MethodUnfit,
    PlacementUnfit,
    PlaceStays,
    TooManyPlaces,
)
from nastavnik.core.events import publish
from nastavnik.core.sealing import unseal
from nastavnik.live.enums import ChannelKind
from nastavnik.live.events import BroadcastStarted

pytestmark = pytest.mark.django_db


def facts(**changes):
    return services.ChannelFacts(**{"title": " VK района ", "metrics": [Metric.TOTAL_VIEWS], **changes})


@pytest.fixture
def add(school, methodist, now):
    def call(kind=PlaceKind.VK, actor=methodist, **changes):
        return services.add_channel(actor=actor, school_id=school.pk, kind=kind, facts=facts(**changes), now=now)

    return call


def test_the_own_page_and_places_of_broadcasts_are_there_by_themselves(school, django_assert_num_queries):
    relayed = ChannelFactory(school=school, kind=ChannelKind.CULTURE, title="Портал")
    services.ensure_channels(school_id=school.pk)
    with django_assert_num_queries(2):
        services.ensure_channels(school_id=school.pk)

    ChannelFactory(school=school)
    services.ensure_channels(school_id=school.pk)

    own, portal, _later = CountedChannel.objects.filter(school=school)
    assert (own.kind, own.method, own.title) == (PlaceKind.OWN, CountMethod.OWN, school.title)
    assert (portal.kind, portal.relayed_to, portal.metrics) == (PlaceKind.CULTURE, relayed, [Metric.LIVE_VIEWS])


def test_a_place_that_was_removed_does_not_come_back_by_itself(school, methodist, now):
    ChannelFactory(school=school)
    services.ensure_channels(school_id=school.pk)
    made = CountedChannel.objects.get(school=school, relayed_to__isnull=False)
    services.remove_channel(actor=methodist, channel_token=made.token, now=now)
    tasks.ensure_channels.func()

    assert list(channels_visible_to(methodist, school).values_list("kind", flat=True)) == [PlaceKind.OWN]


def test_going_on_air_makes_the_channels(school, django_capture_on_commit_callbacks):
    broadcast = BroadcastFactory(lesson=LessonFactory(cycle__programme__school=school, announced=True), live=True)
    with django_capture_on_commit_callbacks(execute=True):
        publish(BroadcastStarted(broadcast_id=broadcast.pk))

    assert CountedChannel.objects.filter(school=school, kind=PlaceKind.OWN).exists()


def test_a_key_lies_sealed_and_a_new_way_is_asked_anew(add, methodist, now):
    made = add(method=CountMethod.VK_WALL, key=" secret ")

    assert (made.title, made.pull_next_at, made.position) == ("VK района", now, 1)
    assert "secret" not in made.sealed_key
    assert unseal(made.sealed_key, purpose=keeping.PURPOSE) == "secret"

    CountedChannel.objects.update(pull_state=PullState.REFUSED, pull_next_at=None)
    kept = facts(method=CountMethod.VK_WALL)
    same = services.change_channel(actor=methodist, channel_token=made.token, facts=kept, now=now)
    assert (same.sealed_key, same.pull_state) == (made.sealed_key, PullState.REFUSED)

    forgotten = facts(method=CountMethod.HAND, key="")
    other = services.change_channel(actor=methodist, channel_token=made.token, facts=forgotten, now=now)
    assert (other.sealed_key, other.pull_state, other.pull_next_at) == ("", PullState.NEVER, None)


def test_what_does_not_fit_is_refused(add, school, director, monkeypatch):
    with pytest.raises(PlaceStays):
        add(PlaceKind.OWN)
    with pytest.raises(MethodUnfit):
        add(PlaceKind.OK, method=CountMethod.RUTUBE)
    with pytest.raises(PermissionDenied):
        add(actor=director)
    monkeypatch.setattr(keeping, "MOST_CHANNELS", 0)
    with pytest.raises(TooManyPlaces):
        add()


def test_a_removed_channel_keeps_its_numbers_and_comes_back(vk, lesson, methodist, now):
    ViewCountFactory(channel=vk, lesson=lesson)
    for _ in range(2):
        services.remove_channel(actor=methodist, channel_token=vk.token, now=now)
    assert CountedChannel.objects.get(pk=vk.pk).removed_at == now

    CountedChannel.objects.update(method=CountMethod.VK_WALL)
    for _ in range(2):
        back = services.restore_channel(actor=methodist, channel_token=vk.token, now=now)
    assert (back.removed_at, back.pull_next_at) == (None, now)


def test_a_channel_counted_by_hand_comes_back_with_nobody_to_ask(vk, methodist, now):
    services.remove_channel(actor=methodist, channel_token=vk.token, now=now)

    assert services.restore_channel(actor=methodist, channel_token=vk.token, now=now).pull_next_at is None


def test_the_own_page_is_renamed_and_stays(school, methodist, director, now):
    services.ensure_channels(school_id=school.pk)
    own = CountedChannel.objects.get(school=school)
    metrics = own.metrics
    changed = services.change_channel(
        actor=methodist, channel_token=own.token, facts=facts(metrics=[], method=CountMethod.OWN), now=now
    )

    assert (changed.title, changed.metrics) == ("VK района", metrics)
    with pytest.raises(PlaceStays):
        services.remove_channel(actor=methodist, channel_token=own.token, now=now)
    with pytest.raises(PlaceStays):
        services.place_lessons(actor=methodist, channel_token=own.token, urls={}, now=now)
    with pytest.raises(PermissionDenied):
        services.remove_channel(actor=director, channel_token=own.token, now=now)


def test_lessons_are_placed_moved_and_taken_away(vk, lesson, other, methodist, director, now):
    def place(urls, actor=methodist):
        return services.place_lessons(actor=actor, channel_token=vk.token, urls=urls, now=now)

    assert place({lesson.pk: " https://vkvideo.ru/video-1_2 ", other.pk: ""}) == 1
    assert Placement.objects.get().outer_id == "-1_2"
    Placement.objects.update(state=PlacementState.THERE, checked_at=now)
    assert place({lesson.pk: "https://vkvideo.ru/video-1_2"}) == 0
    assert place({lesson.pk: "https://example.org/film"}) == 1
    moved = Placement.objects.get()
    assert (moved.outer_id, moved.state, moved.checked_at) == ("", "", None)
    assert place({lesson.pk: ""}) == 1
    assert not Placement.objects.exists()

    for url in ("javascript:alert(1)", "https://a.example/" + "x" * 500, "https://a.example/\x00"):
        with pytest.raises(PlacementUnfit):
            place({lesson.pk: url})
    with pytest.raises(CellUnknown):
        place({LessonFactory(held=True).pk: "https://a.example/"})
    with pytest.raises(PermissionDenied):
        place({}, director)


def test_addresses_of_broadcasts_are_offered_until_somebody_says_better(school, methodist, lesson, other):
    relayed = ChannelFactory(school=school, kind=ChannelKind.RUTUBE)
    channel = CountedChannelFactory(school=school, kind=PlaceKind.RUTUBE, relayed_to=relayed, method=CountMethod.RUTUBE)
    for one in (lesson, other):
        RelayFactory(broadcast=BroadcastFactory(lesson=one), channel=relayed, page_url="https://rutube.ru/live/1/")
    PlacementFactory(channel=channel, lesson=other, url=f"https://rutube.ru/video/{'a' * 32}/", state="there")

    placed, guessed = desk.standings_of(methodist, channel)
    assert (placed.is_guessed, placed.state, placed.is_unasked) == (False, "есть", False)
    assert (guessed.url, guessed.is_guessed, guessed.is_unasked) == ("https://rutube.ru/live/1/", True, True)


def test_a_place_without_relays_offers_nothing(vk, methodist, lesson):
    (standing,) = desk.standings_of(methodist, vk)

    assert (standing.url, standing.is_guessed, standing.is_unasked) == ("", False, False)


def test_channels_at_the_desk_are_for_the_desk(vk, school, methodist, director, learner):
    assert desk.channel_to_edit(methodist, school, vk.token) == vk
    with pytest.raises(PermissionDenied):
        desk.channel_to_edit(director, school, vk.token)
    with pytest.raises(CountedChannel.DoesNotExist):
        desk.channel_to_edit(learner, school, vk.token)
    with pytest.raises(PermissionDenied):
        desk.channels_page(learner, school)
    for kind in ("own", "no-such"):
        with pytest.raises(CountedChannel.DoesNotExist):
            desk.kind_to_add(kind)
    assert not channels_visible_to(learner, school).exists()
    assert desk.new_typed(PlaceKind.OTHER)["title"] == ""
    assert desk.channels_page(director, school).channels[0].pull is None
