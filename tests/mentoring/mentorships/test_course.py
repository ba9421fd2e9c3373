"""How a mentorship goes on and ends: another mentor, more people, who leaves, the result."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.mentorships.factories import MeetingFactory
from tests.people.factories import grant

from nastavnik.mentoring.enums import MentorshipEnd, MentorshipState
from nastavnik.mentoring.events import MentorshipEnded
from nastavnik.mentoring.models import MentorTurn
from nastavnik.mentoring.permissions import can_read_meeting, can_see_mentorship
from nastavnik.mentoring.services.mentorships import course
from nastavnik.mentoring.services.mentorships.refusals import (
    AlreadyTogether,
    GroupIsFull,
    LeadsHerself,
    MentorshipIsOver,
    NoMentor,
)
from nastavnik.people.enums import Role
from nastavnik.people.models import Notice
from nastavnik.programme.permissions import place_of


def told(user):
    return Notice.objects.filter(user=user).count()


@pytest.fixture
def other(make_mentor):
    return make_mentor("Другая Вера")


@pytest.fixture
def hand_over(pair, methodist, other, now):
    def handed(actor=methodist, mentor_id=None):
        return course.hand_over(
            actor=actor, mentorship_id=pair.pk, mentor_id=mentor_id or other.pk, why=" Заболела ", now=now
        )

    return handed


def test_hand_over_gives_all_but_private_notes_to_the_next_mentor(hand_over, pair, meeting, mentor, other, mentee, now):
    shared = MeetingFactory(mentorship=pair, there=[pair.led], is_shared=True)

    row = hand_over()

    assert (row.mentor, row.due_on) == (other, (now + timedelta(days=14)).date())
    assert [(turn.mentor, turn.ended_at, turn.why) for turn in row.turns.all()] == [
        (mentor, now, ""),
        (other, None, "Заболела"),
    ]
    meeting.refresh_from_db()
    shared.refresh_from_db()
    assert (can_read_meeting(other, meeting), can_read_meeting(other, shared)) == (False, True)
    assert can_read_meeting(mentee, meeting)
    assert not can_see_mentorship(mentor, row)
    assert told(other) == told(mentee) == told(mentor) == 1
    assert Notice.objects.get(user=mentor).link == "/mentorships/"


def test_hand_over_of_an_orphan_tells_no_former_mentor(hand_over, pair, other):
    pair.mentor = None
    pair.save()

    assert hand_over().mentor == other


def test_hand_over_refuses_who_cannot_lead(hand_over, pair, mentor, mentee, person, school):
    with pytest.raises(NoMentor):
        hand_over(mentor_id=person("Просто Человек").pk)
    with pytest.raises(AlreadyTogether):
        hand_over(mentor_id=mentor.pk)
    grant(mentee, Role.MENTOR, place_of(school))
    with pytest.raises(LeadsHerself):
        hand_over(mentor_id=mentee.pk)
    with pytest.raises(PermissionDenied):
        hand_over(actor=mentor)


def test_frame_is_set_by_the_mentor_and_moves_the_next_contact(pair, mentor, mentee, meeting, now):
    words = {"title": " Первый год ", "every_days": 7, "ends_on": None, "now": now}

    row = course.set_frame(actor=mentor, mentorship_id=pair.pk, **words)

    assert (row.title, row.every_days, row.due_on) == ("Первый год", 7, (now - timedelta(days=3)).date())
    with pytest.raises(PermissionDenied):
        course.set_frame(actor=mentee, mentorship_id=pair.pk, **words)


def test_add_mentees_makes_a_group_and_brings_back_who_left(pair, methodist, mentor, mentee, person, now):
    new = person("Новая Ольга")
    pair.mentees.filter(user=mentee).update(left_at=now)

    count = course.add_mentees(actor=methodist, mentorship_id=pair.pk, user_ids=[new.pk, mentee.pk], now=now)

    assert count == 2
    assert set(pair.mentees.filter(left_at=None).values_list("user", flat=True)) == {new.pk, mentee.pk}
    assert told(new) == told(mentee) == 1
    with pytest.raises(AlreadyTogether):
        course.add_mentees(actor=methodist, mentorship_id=pair.pk, user_ids=[new.pk], now=now)
    with pytest.raises(PermissionDenied):
        course.add_mentees(actor=mentor, mentorship_id=pair.pk, user_ids=[person("Ещё").pk], now=now)
    many = [person(f"Имя {n}").pk for n in range(11)]
    with pytest.raises(GroupIsFull):
        course.add_mentees(actor=methodist, mentorship_id=pair.pk, user_ids=many, now=now)


def test_leave_is_for_herself_her_mentor_and_methodists(group, mentor, methodist, person, now):
    first, second = group.led, group.other

    for actor in (second.user, person("Третья Вера")):
        with pytest.raises(PermissionDenied):
            course.leave(actor=actor, mentee_id=first.pk, now=now)
    row = course.leave(actor=first.user, mentee_id=first.pk, now=now)

    assert row.state == MentorshipState.ACTIVE
    assert not can_see_mentorship(first.user, row)
    assert told(mentor) == 1


def test_last_one_who_leaves_ends_the_mentorship(pair, methodist, now):
    row = course.leave(actor=methodist, mentee_id=pair.led.pk, now=now)

    assert (row.state, row.end) == (MentorshipState.ENDED, MentorshipEnd.EARLY)


def test_leave_from_an_orphan_tells_no_mentor(group, methodist, now):
    group.mentor = None
    group.save()

    assert course.leave(actor=methodist, mentee_id=group.led.pk, now=now).state == MentorshipState.ACTIVE
    assert not Notice.objects.exists()


def test_leave_by_the_mentor_counts_too(pair, mentor, now):
    assert course.leave(actor=mentor, mentee_id=pair.led.pk, now=now).state == MentorshipState.ENDED


def test_end_keeps_the_result_and_asks_both_sides(pair, mentor, mentee, now, monkeypatch):
    heard = []
    monkeypatch.setattr(course, "publish", heard.append)

    with pytest.raises(PermissionDenied):
        course.end(actor=mentee, mentorship_id=pair.pk, why=MentorshipEnd.COMPLETED, result="", now=now)
    row = course.end(actor=mentor, mentorship_id=pair.pk, why=MentorshipEnd.COMPLETED, result=" Готово ", now=now)

    assert (row.state, row.end, row.result, row.ended_at) == (MentorshipState.ENDED, "completed", "Готово", now)
    assert MentorTurn.objects.get(mentorship=row).ended_at == now
    assert told(mentor) == told(mentee) == 1
    assert heard == [MentorshipEnded(mentorship_id=row.pk)]
    with pytest.raises(MentorshipIsOver):
        course.end(actor=mentor, mentorship_id=pair.pk, why=MentorshipEnd.TERM, result="", now=now)
