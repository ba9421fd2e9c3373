"""Questions to the speaker: votes, approval, the same asked twice, and the moment of the answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.live.room.factories import MemberFactory, QuestionFactory, RoomFactory
from tests.people.factories import UserFactory

from nastavnik.live.enums import QUESTION_MOVES, QuestionState
from nastavnik.live.models import LiveQuestion, QuestionVote, Room
from nastavnik.live.selectors.room import answered_questions
from nastavnik.live.services import room as services
from nastavnik.live.services.room import refusals

MINUTE = timedelta(minutes=1)


def ask(room, actor, now, text="Как вы ведёте блог?", **words):
    return services.ask(actor=actor, room_id=room.pk, text=text, now=now, **words)


def vote(question, actor, now, service=services.vote):
    return service(actor=actor, room_id=question.room_id, question_token=question.token, now=now)


def deed(service, question, actor, now, **words):
    return service(actor=actor, room_id=question.room_id, question_token=question.token, now=now, **words)


def test_ask_counts_the_asker_and_tells_everybody(room, learner, now, told):
    question = ask(room, learner, now, key="k1")

    ((number, kind, audience, payload),) = told(room)
    assert (question.state, question.votes, QuestionVote.objects.get().member) == ("open", 1, question.member)
    assert (number, kind, audience) == (1, "question", "all")
    assert payload == {
        "token": question.token,
        "by": question.member.token,
        "name": learner.full_name,
        "place": "",
        "text": "Как вы ведёте блог?",
        "state": "open",
        "votes": 1,
        "pinned": False,
        "answering_at": "",
        "at": now.isoformat(),
        "key": "k1",
    }


def test_ask_twice_with_one_key_asks_once(room, learner, now):
    assert ask(room, learner, now, key="k1") == ask(room, learner, now, key="k1")
    assert LiveQuestion.objects.count() == 1


def test_ask_in_moderated_room_waits_for_approval_but_for_leaders(room, learner, speaker, now, told):
    Room.objects.filter(pk=room.pk).update(are_questions_moderated=True)

    waiting, open_at_once = ask(room, learner, now), ask(room, speaker, now)

    assert (waiting.state, open_at_once.state) == ("waiting", "open")
    assert [audience for _number, _kind, audience, _payload in told(room)] == ["leaders", "all"]


def test_ask_too_much_or_with_links_is_refused(room, learner, speaker, now):
    Room.objects.filter(pk=room.pk).update(are_links_allowed=False)
    with pytest.raises(refusals.LinksOff):
        ask(room, learner, now, "Что на https://example.ru?")
    for number in range(3):
        ask(room, learner, now + timedelta(seconds=number))
        ask(room, speaker, now)

    with pytest.raises(refusals.TooQuick):
        ask(room, learner, now + timedelta(seconds=59))
    assert ask(room, learner, now + MINUTE).pk
    assert ask(room, speaker, now, "Ещё: https://example.ru").pk


def test_vote_counts_everybody_once(room, learner, methodist, now, told):
    question = ask(room, learner, now)

    votes = [vote(question, actor, now) for actor in (learner, methodist, methodist)]

    question.refresh_from_db()
    assert votes == [1, 2, 2]
    assert question.votes == 2
    assert len(told(room)) == 1, "votes are told by the counts, not by the log"


def test_unvote_takes_the_vote_back_but_not_the_askers(room, learner, methodist, now):
    question = ask(room, learner, now)
    vote(question, methodist, now)

    assert vote(question, methodist, now, services.unvote) == 1
    assert vote(question, methodist, now, services.unvote) == 1
    assert vote(question, learner, now, services.unvote) == 1


def test_vote_for_what_is_not_open_finds_nothing(room, learner, now):
    for question in (
        QuestionFactory(room=room, state=QuestionState.WAITING),
        QuestionFactory(room=room, state=QuestionState.DECLINED),
        QuestionFactory(room=room, merged_into=QuestionFactory(room=room)),
    ):
        with pytest.raises(LiveQuestion.DoesNotExist):
            vote(question, learner, now)
    with pytest.raises(LiveQuestion.DoesNotExist):
        services.vote(actor=learner, room_id=room.pk, question_token=QuestionFactory().token, now=now)


def test_approve_question_shows_it_to_everybody(room, methodist, now, told):
    question = QuestionFactory(room=room, state=QuestionState.WAITING)

    deed(services.approve_question, question, methodist, now)

    question.refresh_from_db()
    assert question.state == "open"
    assert [(kind, audience) for _number, kind, audience, _payload in told(room)] == [("question", "all")]
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.approve_question, question, methodist, now)


def test_decline_question_takes_its_words_out_of_the_log(room, learner, methodist, now, told):
    question = ask(room, learner, now)
    deed(services.pin_question, question, methodist, now, is_pinned=True)

    deed(services.decline_question, question, methodist, now)

    question.refresh_from_db()
    events = told(room)
    assert (question.state, question.is_pinned) == ("declined", False)
    assert all("text" not in payload for _number, _kind, audience, payload in events if audience != "leaders")
    assert [(kind, audience) for _number, kind, audience, _payload in events[2:]] == [
        ("question_gone", "viewers"),
        ("question", "leaders"),
    ]
    deed(services.approve_question, question, methodist, now)
    assert told(room)[-1][3]["text"] == question.text


def test_pin_question_tells_only_changes(room, learner, methodist, now, told):
    question = ask(room, learner, now)

    for is_pinned in (True, True, False):
        deed(services.pin_question, question, methodist, now, is_pinned=is_pinned)

    assert [payload["pinned"] for _number, _kind, _audience, payload in told(room)] == [False, True, False]
    waiting = QuestionFactory(room=room, state=QuestionState.WAITING)
    merged = QuestionFactory(room=room, merged_into=question)
    for other in (waiting, merged):
        with pytest.raises(refusals.MoveNotPossible):
            deed(services.pin_question, other, methodist, now, is_pinned=True)


def test_merge_question_counts_everybody_once_and_can_be_taken_back(room, methodist, now, told):
    first, second = UserFactory(), UserFactory()
    question, into = ask(room, first, now), ask(room, second, now)
    third = ask(room, methodist, now)
    deed(services.merge_question, third, methodist, now, into_token=question.token)
    vote(into, first, now)
    vote(question, second, now)

    merged = deed(services.merge_question, question, methodist, now, into_token=into.token)

    assert merged.votes == 3
    assert set(LiveQuestion.objects.filter(merged_into=into)) == {question, third}
    assert vote(into, methodist, now) == 3, "who asked the same has voted already"
    assert vote(into, methodist, now, services.unvote) == 3
    gone = [payload for _number, kind, _audience, payload in told(room) if kind == "question_gone"]
    assert gone[-1] == {"token": question.token, "into": into.token, "gone": True}

    separated = deed(services.separate_question, question, methodist, now)

    into.refresh_from_db()
    assert (separated.votes, into.votes) == (2, 3)
    assert [payload["token"] for _n, _k, _a, payload in told(room)[-2:]] == [question.token, into.token]
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.separate_question, question, methodist, now)


def test_separate_question_that_waited_is_told_to_leaders_alone(room, methodist, now, told):
    into = QuestionFactory(room=room)
    waiting = QuestionFactory(room=room, state=QuestionState.WAITING, merged_into=into)

    deed(services.separate_question, waiting, methodist, now)

    assert [audience for _number, _kind, audience, _payload in told(room)] == ["leaders", "all"]


@pytest.mark.parametrize("case", ["itself", "declined", "answered", "merged", "into merged"])
def test_merge_question_that_cannot_be_is_refused(room, methodist, now, case):
    into, other = QuestionFactory(room=room), QuestionFactory(room=room)
    question = {
        "itself": into,
        "declined": QuestionFactory(room=room, state=QuestionState.DECLINED),
        "answered": QuestionFactory(room=room, state=QuestionState.ANSWERED, answered_at=now),
        "merged": QuestionFactory(room=room, merged_into=other),
        "into merged": QuestionFactory(room=room),
    }[case]
    if case == "into merged":
        into = QuestionFactory(room=room, merged_into=other)

    with pytest.raises(refusals.MoveNotPossible):
        deed(services.merge_question, question, methodist, now, into_token=into.token)


def test_answer_now_stamps_the_moment_and_ends_the_former_answer(room, learner, speaker, now, told):
    first, second = ask(room, learner, now), ask(room, learner, now)

    deed(services.answer_now, first, speaker, now)
    deed(services.answer_now, first, speaker, now + MINUTE)
    deed(services.answer_now, second, speaker, now + 2 * MINUTE)

    for question in (first, second):
        question.refresh_from_db()
    assert (first.state, first.answering_at, first.answered_at) == ("answered", now, now + 2 * MINUTE)
    assert (second.state, second.answering_at, second.answered_at) == ("answering", now + 2 * MINUTE, None)
    assert [payload["state"] for _n, _k, _a, payload in told(room)[2:]] == ["answering", "answered", "answering"]
    assert [(one.text, one.at, one.answered_at) for one in answered_questions(room.broadcast_id)] == [
        (first.text, now, now + 2 * MINUTE),
        (second.text, now + 2 * MINUTE, None),
    ]


def test_mark_answered_and_reopen_question(room, learner, methodist, now):
    question = ask(room, learner, now)

    deed(services.mark_answered, question, methodist, now)
    deed(services.mark_answered, question, methodist, now + MINUTE)
    question.refresh_from_db()
    assert (question.state, question.answering_at, question.answered_at) == ("answered", None, now)
    assert answered_questions(room.broadcast_id) == []

    deed(services.reopen_question, question, methodist, now)
    question.refresh_from_db()
    assert (question.state, question.answered_at) == ("open", None)
    with pytest.raises(refusals.MoveNotPossible):
        deed(services.reopen_question, question, methodist, now)


@pytest.mark.parametrize("state", QuestionState)
def test_questions_move_only_as_the_moves_say(room, methodist, now, state):
    stamps = {"answering_at": now, "answered_at": now}
    deeds = {
        QuestionState.ANSWERING: services.answer_now,
        QuestionState.ANSWERED: services.mark_answered,
        QuestionState.DECLINED: services.decline_question,
    }
    possible = set()
    for target, service in deeds.items():
        LiveQuestion.objects.all().delete()
        question = QuestionFactory(room=room, state=state, **stamps)
        try:
            deed(service, question, methodist, now)
        except refusals.MoveNotPossible:
            continue
        possible.add(target)

    assert possible - {state} == QUESTION_MOVES[state] - {QuestionState.OPEN}


def test_leading_is_for_leaders_and_for_their_room(room, learner, director, methodist, now):
    question = QuestionFactory(room=room)
    for service, words in (
        (services.approve_question, {}),
        (services.decline_question, {}),
        (services.pin_question, {"is_pinned": True}),
        (services.merge_question, {"into_token": question.token}),
        (services.separate_question, {}),
        (services.answer_now, {}),
        (services.mark_answered, {}),
        (services.reopen_question, {}),
    ):
        for actor in (learner, director):
            with pytest.raises(PermissionDenied):
                deed(service, question, actor, now, **words)
        with pytest.raises(LiveQuestion.DoesNotExist):
            service(actor=methodist, room_id=room.pk, question_token=QuestionFactory().token, now=now, **words)


def test_answered_questions_of_other_rooms_are_not_ours(room, now):
    QuestionFactory(room=RoomFactory(), state=QuestionState.ANSWERED, answering_at=now, answered_at=now)
    MemberFactory(room=room)

    assert answered_questions(room.broadcast_id) == []
