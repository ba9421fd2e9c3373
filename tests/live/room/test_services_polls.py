"""Polls: prepared, asked one at a time, answered once and changeably, counted."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.room.factories import PollFactory
from tests.people.factories import UserFactory

from nastavnik.live.enums import PollKind, PollState
from nastavnik.live.models import Poll, PollOption, PollVote
from nastavnik.live.services import room as services
from nastavnik.live.services.room import refusals


def prepare(room, actor, now, **words):
    usual = {"kind": PollKind.SINGLE, "title": "Что вы ведёте?", "options": ["Блог", "Канал"], "has_live_results": True}
    return services.prepare_poll(actor=actor, room_id=room.pk, now=now, **(usual | words))


def deed(service, poll, actor, now):
    return service(actor=actor, room_id=poll.room_id, poll_token=poll.token, now=now)


def choose(poll, actor, now, *positions):
    return services.vote_in_poll(actor=actor, room_id=poll.room_id, poll_token=poll.token, positions=positions, now=now)


def standing(poll):
    poll.refresh_from_db()
    return poll.voters, [option.votes for option in PollOption.objects.filter(poll=poll).order_by("position")]


@pytest.fixture
def poll(room, methodist, now):
    return prepare(room, methodist, now, options=["Блог", "Канал", "Подкаст"], is_asked_now=True)


def test_prepare_poll_is_told_to_leaders_alone(room, methodist, now, told):
    poll = prepare(room, methodist, now, options=["Блог", "Канал", "Блог"])

    assert [option.title for option in poll.options.order_by("position")] == ["Блог", "Канал"]
    assert (poll.state, poll.created_by) == ("prepared", methodist)
    assert told(room) == [
        (
            1,
            "poll",
            "leaders",
            {
                "token": poll.token,
                "how": "single",
                "title": "Что вы ведёте?",
                "state": "prepared",
                "live": True,
                "options": [{"position": 1, "title": "Блог"}, {"position": 2, "title": "Канал"}],
            },
        )
    ]


def test_prepare_poll_of_a_scale_has_its_numbers(room, methodist, now):
    poll = prepare(room, methodist, now, kind=PollKind.SCALE, options=[])

    assert [option.title for option in poll.options.order_by("position")] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("options", [[], ["Один"], ["Один", "Один"], [str(number) for number in range(11)]])
def test_prepare_poll_with_too_few_or_too_many_answers_is_refused(room, methodist, now, options):
    with pytest.raises(refusals.PollNeedsAnswers):
        prepare(room, methodist, now, options=options)
    assert not Poll.objects.exists()


def test_open_poll_closes_the_one_before(room, methodist, now, told):
    first, second = prepare(room, methodist, now), prepare(room, methodist, now)
    deed(services.open_poll, first, methodist, now)

    deed(services.open_poll, second, methodist, now)

    for poll in (first, second):
        poll.refresh_from_db()
    assert [(first.state, first.closed_at), (second.state, second.opened_at)] == [("closed", now), ("open", now)]
    assert [(audience, payload["state"]) for _n, _k, audience, payload in told(room)[2:]] == [
        ("all", "open"),
        ("all", "closed"),
        ("all", "open"),
    ]
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.open_poll, second, methodist, now)
    second.refresh_from_db()
    assert second.state == "open"


def test_close_poll_and_open_it_again(poll, methodist, now):
    deed(services.close_poll, poll, methodist, now)
    poll.refresh_from_db()
    assert (poll.state, poll.closed_at) == ("closed", now)
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.close_poll, poll, methodist, now)

    deed(services.open_poll, poll, methodist, now)
    poll.refresh_from_db()
    assert (poll.state, poll.closed_at) == ("open", None)


def test_remove_poll_only_before_it_was_asked(room, poll, methodist, now, told):
    prepared = prepare(room, methodist, now)

    deed(services.remove_poll, prepared, methodist, now)

    assert not Poll.objects.filter(token=prepared.token).exists()
    assert told(room)[-1][1:3] == ("poll_gone", "leaders")
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.remove_poll, poll, methodist, now)


def test_choose_counts_and_changes(poll, learner, now):
    for _time in range(2):
        choose(poll, learner, now, 2)
    choose(poll, UserFactory(), now, 2)
    assert standing(poll) == (2, [0, 2, 0])

    choose(poll, learner, now, 3)

    assert standing(poll) == (2, [0, 1, 1])
    assert PollVote.objects.count() == 2


def test_choose_several_where_several_are_asked(room, methodist, learner, now):
    poll = prepare(room, methodist, now, kind=PollKind.SEVERAL, options=["Блог", "Канал", "Подкаст"], is_asked_now=True)

    choose(poll, learner, now, 1, 2)
    choose(poll, learner, now, 2, 3)

    assert standing(poll) == (1, [0, 1, 1])


@pytest.mark.parametrize("positions", [(), (4,), (0,), (1, 2)])
def test_choose_what_the_poll_does_not_offer_is_refused(poll, learner, now, positions):
    with pytest.raises(refusals.WrongChoice):
        choose(poll, learner, now, *positions)
    assert standing(poll) == (0, [0, 0, 0])


def test_choose_in_closed_or_foreign_poll_is_refused(room, poll, methodist, learner, now):
    deed(services.close_poll, poll, methodist, now)

    with pytest.raises(refusals.PollNotOpen):
        choose(poll, learner, now, 1)
    with pytest.raises(Poll.DoesNotExist):
        services.vote_in_poll(actor=learner, room_id=room.pk, poll_token=PollFactory().token, positions=[1], now=now)


def test_polls_are_led_by_leaders(room, poll, learner, director, now):
    for actor in (learner, director):
        with pytest.raises(PermissionDenied):
            prepare(room, actor, now)
        for service in (services.open_poll, services.close_poll, services.remove_poll):
            with pytest.raises(PermissionDenied):
                deed(service, poll, actor, now)
    poll.refresh_from_db()
    assert poll.state == PollState.OPEN
