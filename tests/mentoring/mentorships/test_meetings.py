"""Meetings: who writes and reads them, what moves the next contact, what is never overwritten or lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from tests.mentoring.mentorships.factories import MeetingFactory, MenteeFactory

from nastavnik.mentoring.enums import MeetingWay, MentorshipState
from nastavnik.mentoring.models import Meeting, MeetingDraft
from nastavnik.mentoring.permissions import can_edit_meeting, can_read_meeting, meetings_read_by
from nastavnik.mentoring.services.mentorships import meetings
from nastavnik.mentoring.services.mentorships.meetings import Written
from nastavnik.mentoring.services.mentorships.refusals import (
    DiaryIsFull,
    MeetingChangedMeanwhile,
    MentorshipIsOver,
    NobodyMet,
    NotYetHeld,
    PlanIsFull,
)
from nastavnik.people.permissions import SYSTEM


@pytest.fixture
def written(mentee, now):
    return Written(
        at=now - timedelta(days=1),
        way=MeetingWay.CALL,
        user_ids=frozenset({mentee.pk}),
        theme=" Смета ",
        is_held=True,
        note=" Разобрали ",
    )


@pytest.fixture
def write(pair, written, now):
    def wrote(actor, **changes):
        return meetings.write_meeting(actor=actor, mentorship_id=pair.pk, written=replace(written, **changes), now=now)

    return wrote


def test_both_sides_write_meetings_and_a_held_one_moves_the_next_contact(write, pair, mentor, mentee, now):
    first, second = write(mentor), write(mentee, at=now)

    assert (first.theme, first.note, first.mentor) == ("Смета", "Разобрали", mentor)
    assert second.mentor == mentor
    pair.refresh_from_db()
    assert (pair.last_contact_at, pair.due_on) == (now, (now + timedelta(days=14)).date())


def test_planned_meeting_delays_the_next_contact(write, pair, mentor, now):
    write(mentor, at=now + timedelta(days=10), is_held=False)

    pair.refresh_from_db()
    began = pair.began_at.date()
    assert (pair.last_contact_at, pair.due_on) == (None, began + timedelta(days=28))


def test_write_refuses_strangers_the_future_and_nobody(write, pair, mentor, methodist, now):
    with pytest.raises(PermissionDenied):
        write(methodist)
    with pytest.raises(NotYetHeld):
        write(mentor, at=now + timedelta(days=1))
    with pytest.raises(NobodyMet):
        write(mentor, user_ids=frozenset({mentor.pk}))
    pair.state = MentorshipState.ENDED
    pair.ended_at = now
    pair.save()
    with pytest.raises(MentorshipIsOver):
        write(mentor)
    assert not Meeting.objects.exists()


def test_diary_bears_only_so_many_meetings(write, mentor, monkeypatch):
    monkeypatch.setattr(meetings, "MOST_MEETINGS", 1)
    write(mentor)

    with pytest.raises(DiaryIsFull):
        write(mentor)


def test_change_with_an_old_version_overwrites_nothing(write, written, mentor, mentee, now):
    row = write(mentor)
    words = {"meeting_id": row.pk, "version": 0, "now": now}
    meetings.change_meeting(actor=mentee, written=replace(written, note="Слова второй"), **words)

    with pytest.raises(MeetingChangedMeanwhile):
        meetings.change_meeting(actor=mentor, written=replace(written, note="Слова первой"), **words)

    row.refresh_from_db()
    assert (row.note, row.version) == ("Слова второй", 1)


def test_change_is_for_those_who_were_there_while_it_goes_on(meeting, pair, written, methodist, mentor, now):
    words = {"meeting_id": meeting.pk, "version": 0, "written": written, "now": now}
    with pytest.raises(PermissionDenied):
        meetings.change_meeting(actor=methodist, **words)
    pair.state, pair.ended_at = MentorshipState.ENDED, now
    pair.save()

    with pytest.raises(MentorshipIsOver):
        meetings.change_meeting(actor=mentor, **words)


def test_remove_takes_only_what_was_not_held(pair, meeting, mentor, methodist, now):
    planned = MeetingFactory(mentorship=pair, there=[pair.led], is_held=False, at=now + timedelta(days=3))

    with pytest.raises(PermissionDenied):
        meetings.remove_meeting(actor=methodist, meeting_id=planned.pk, now=now)
    meetings.remove_meeting(actor=mentor, meeting_id=planned.pk, now=now)
    with pytest.raises(MeetingChangedMeanwhile):
        meetings.remove_meeting(actor=mentor, meeting_id=meeting.pk, now=now)

    assert list(Meeting.objects.all()) == [meeting]


def test_note_is_read_by_those_who_were_there_and_by_all_once_shared(
    group, mentor, methodist, director, outsider, person
):
    first, second = group.led.user, group.other.user
    private = MeetingFactory(mentorship=group, there=[group.led])
    shared = MeetingFactory(mentorship=group, there=[group.led], is_shared=True)
    gone = MenteeFactory(mentorship=group, user=person("Ушла Вера"), left_at=private.at)
    private.attendees.add(gone)

    def read(user):
        found = set(meetings_read_by(user, group.school))
        assert found == {one for one in (private, shared) if can_read_meeting(user, one)}
        return found

    assert read(first) == read(mentor) == {private, shared}
    assert read(second) == read(methodist) == {shared}
    assert read(director) == read(outsider) == read(gone.user) == set()


def test_guest_and_the_school_itself_read_no_private_note(meeting, school):
    shared = MeetingFactory(mentorship=meeting.mentorship, is_shared=True)

    for actor, found in ((AnonymousUser(), []), (SYSTEM, [shared])):
        assert list(meetings_read_by(actor, school)) == found
        assert [can_read_meeting(actor, one) for one in (meeting, shared)] == [False, bool(found)]
        assert not can_edit_meeting(actor, meeting)


def test_draft_is_kept_each_for_herself_and_dropped_when_saved(pair, write, mentor, mentee, methodist, now):
    words = {"mentorship_id": pair.pk, "meeting_id": None, "now": now}
    meetings.keep_draft(actor=mentor, posted="note=1", **words)
    meetings.keep_draft(actor=mentor, posted="note=2", **words)
    meetings.keep_draft(actor=mentee, posted="note=3", **words)

    write(mentor)

    assert [(row.user, row.posted) for row in MeetingDraft.objects.all()] == [(mentee, "note=3")]
    with pytest.raises(PermissionDenied):
        meetings.keep_draft(actor=methodist, posted="", **words)
    with pytest.raises(PlanIsFull):
        meetings.keep_draft(actor=mentor, posted="x" * 50_000, **words)


def test_drafts_that_nobody_came_back_to_are_forgotten(pair, mentor, now):
    words = {"mentorship_id": pair.pk, "meeting_id": None, "posted": "note=1"}
    meetings.keep_draft(actor=mentor, now=now, **words)

    assert meetings.forget_old_drafts(now=now + timedelta(days=59)) == 0
    assert meetings.forget_old_drafts(now=now + timedelta(days=61)) == 1
