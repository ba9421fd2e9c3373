"""How a mentorship begins: who may propose and choose, the mentor's yes, and who is told."""

import pytest
from django.core.exceptions import PermissionDenied
from tests.mentoring.mentorships.factories import MenteeFactory, MentorshipFactory, WishFactory

from nastavnik.mentoring.enums import MentorshipOrigin, MentorshipState
from nastavnik.mentoring.events import MentorshipBegan
from nastavnik.mentoring.models import Mentorship, MentorTurn, Wish
from nastavnik.mentoring.services.mentorships import beginning
from nastavnik.mentoring.services.mentorships.refusals import (
    AlreadyTogether,
    GroupIsFull,
    HasMentor,
    LeadsHerself,
    MentorIsAway,
    MentorIsFull,
    MentorshipIsOver,
    NobodyToLead,
    NoMentor,
    NotOfSchool,
)
from nastavnik.people.models import Notice
from nastavnik.people.permissions import SYSTEM


@pytest.fixture
def propose(school, methodist, mentor, mentee, now):
    def proposed(actor=methodist, mentor_id=None, user_ids=None, **words):
        return beginning.propose(
            actor=actor,
            school=school,
            mentor_id=mentor_id or mentor.pk,
            user_ids=[mentee.pk] if user_ids is None else user_ids,
            now=now,
            **words,
        )

    return proposed


@pytest.fixture
def choose(school, mentor, mentee, now):
    def chosen(actor=mentee, mentor_id=None):
        return beginning.choose(actor=actor, school=school, mentor_id=mentor_id or mentor.pk, note=" Прошу ", now=now)

    return chosen


def titles(user):
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", flat=True))


def test_propose_waits_for_the_mentor_and_tells_both(propose, mentor, mentee, methodist):
    row = propose(note=" Возьмите ", title="Кружок")

    assert (row.state, row.origin, row.proposed_by) == (MentorshipState.WAITING, MentorshipOrigin.METHODIST, methodist)
    assert (row.note, row.title, [one.user for one in row.mentees.all()]) == ("Возьмите", "Кружок", [mentee])
    assert len(titles(mentor)) == len(titles(mentee)) == 1


def test_propose_by_the_school_itself_names_nobody(propose):
    assert propose(actor=SYSTEM).proposed_by is None


def test_propose_by_others_is_refused(propose, mentor, director, outsider):
    for actor in (mentor, director, outsider):
        with pytest.raises(PermissionDenied):
            propose(actor=actor)


def test_propose_refuses_people_who_cannot_be_put_together(propose, mentor, mentee, person, outsider, school):
    for words, refusal in (
        ({"mentor_id": mentee.pk, "user_ids": [mentor.pk]}, NoMentor),
        ({"mentor_id": 10**9}, NoMentor),
        ({"user_ids": []}, NobodyToLead),
        ({"user_ids": [mentor.pk]}, LeadsHerself),
        ({"user_ids": [outsider.pk]}, NotOfSchool),
        ({"user_ids": [person(f"Имя {n}").pk for n in range(13)]}, GroupIsFull),
    ):
        with pytest.raises(refusal):
            propose(**words)
    assert not Mentorship.objects.exists()


def test_propose_the_same_two_twice_is_refused(propose):
    propose()

    with pytest.raises(AlreadyTogether):
        propose()


def test_choose_asks_the_mentor(choose, mentor, mentee):
    row = choose()

    assert (row.origin, row.note, row.proposed_by) == (MentorshipOrigin.MENTEE, "Прошу", mentee)
    assert len(titles(mentor)) == 1
    assert titles(mentee) == []


def test_choose_refuses_a_second_mentor(choose, make_mentor):
    choose()

    with pytest.raises(HasMentor):
        choose(mentor_id=make_mentor("Другая Вера").pk)


def test_choose_refuses_who_cannot_be_chosen(choose, make_mentor, mentee, person, now, outsider):
    with pytest.raises(LeadsHerself):
        choose(mentor_id=mentee.pk)
    with pytest.raises(NoMentor):
        choose(mentor_id=person("Просто Человек").pk)
    with pytest.raises(MentorIsAway):
        choose(mentor_id=make_mentor("В отъезде", away_until=now.date()).pk)
    with pytest.raises(MentorIsFull):
        choose(mentor_id=make_mentor("Без мест", mentee_capacity=0).pk)
    with pytest.raises(PermissionDenied):
        choose(actor=outsider)


def test_accept_begins_the_mentorship(waiting, mentor, mentee, school, now, monkeypatch):
    told = []
    monkeypatch.setattr(beginning, "publish", told.append)
    WishFactory(school=school, user=mentee)

    row = beginning.accept(actor=mentor, mentorship_id=waiting.pk, now=now)

    assert (row.state, row.began_at, row.due_on.isoformat()) == (MentorshipState.ACTIVE, now, "2026-12-08")
    assert row.asleep_on.isoformat() == "2026-12-22"
    assert MentorTurn.objects.get(mentorship=row).mentor == mentor
    assert not Wish.objects.exists()
    assert told == [MentorshipBegan(mentorship_id=row.pk)]
    assert len(titles(mentee)) == 1


def test_accept_by_another_or_twice_is_refused(waiting, mentor, make_mentor, methodist, now):
    for actor in (make_mentor("Другая Вера"), methodist):
        with pytest.raises(PermissionDenied):
            beginning.accept(actor=actor, mentorship_id=waiting.pk, now=now)
    beginning.accept(actor=mentor, mentorship_id=waiting.pk, now=now)

    with pytest.raises(MentorshipIsOver):
        beginning.accept(actor=mentor, mentorship_id=waiting.pk, now=now)


def test_decline_tells_mentees_and_methodists(waiting, mentor, mentee, methodist, now):
    row = beginning.decline(actor=mentor, mentorship_id=waiting.pk, why=" Болею ", now=now)

    assert (row.state, row.result) == (MentorshipState.DECLINED, "Болею")
    assert len(titles(mentee)) == len(titles(methodist)) == 1
    assert not any("Болею" in text for text in Notice.objects.values_list("text", flat=True))


def test_take_back_is_for_who_asked_and_for_methodists(school, mentor, mentee, methodist, now):
    chosen = MentorshipFactory(school=school, mentor=mentor, proposed_by=mentee)
    MenteeFactory(mentorship=chosen, user=mentee)
    proposed = MentorshipFactory(school=school, mentor=mentor)

    with pytest.raises(PermissionDenied):
        beginning.take_back(actor=mentor, mentorship_id=chosen.pk, now=now)
    beginning.take_back(actor=mentee, mentorship_id=chosen.pk, now=now)
    beginning.take_back(actor=methodist, mentorship_id=proposed.pk, now=now)

    assert set(Mentorship.objects.values_list("state", flat=True)) == {MentorshipState.DECLINED}
    assert len(titles(mentor)) == 2
    with pytest.raises(MentorshipIsOver):
        beginning.take_back(actor=mentee, mentorship_id=chosen.pk, now=now)
