"""Every permission of asking beside its twin: what one admits the other lists, in every state and for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.mentoring.factories import AssignmentFactory, ConsultationFactory, RecommendationFactory
from tests.people.factories import UserFactory, grant
from tests.programme.factories import SchoolFactory

from nastavnik.mentoring.permissions import (
    can_answer,
    can_ask,
    can_bring_back,
    can_judge,
    can_remark,
    can_see_consultation,
    can_withdraw,
    can_write_draft,
    consultations_answered_by,
    consultations_of,
    consultations_visible_to,
)
from nastavnik.people.enums import Role
from nastavnik.people.permissions import SYSTEM
from nastavnik.programme.permissions import place_of

STATES = ("draft", "waiting", "asked_back", "answered", "closed", "withdrawn")


@pytest.fixture
def questions(school, asker, mentor):
    """Return her questions by state: the mentor has each of them."""
    found = {}
    for state in STATES:
        states = {} if state == "draft" else {state: True}
        found[state] = ConsultationFactory(school=school, asker=asker, **states)
        AssignmentFactory(consultation=found[state], mentor=mentor)
    return found


@pytest.fixture
def people(school, asker, mentor, methodist, director, outsider):
    other_mentor = UserFactory()
    grant(other_mentor, Role.MENTOR, place_of(school))
    once = UserFactory(is_active=False)
    grant(once, Role.MENTOR, place_of(school))
    return {
        "asker": asker,
        "mentor": mentor,
        "methodist": methodist,
        "director": director,
        "outsider": outsider,
        "other mentor": other_mentor,
        "inactive": once,
        "guest": AnonymousUser(),
        "school": SYSTEM,
    }


SENT = {"waiting", "asked_back", "answered", "closed"}


def test_who_may_read_a_question_is_who_finds_it_in_lists(school, questions, people):
    expected = {name: set() for name in people} | {
        "asker": set(STATES),
        "mentor": SENT,
        "methodist": SENT,
        "school": SENT,
    }

    for name, person in people.items():
        seen = {state for state, one in questions.items() if can_see_consultation(person, one)}
        listed = set(consultations_visible_to(person, school))
        assert seen == expected[name], name
        assert listed == {questions[state] for state in seen}, name


def test_who_may_answer_a_question_is_who_finds_it_in_lists(school, questions, people):
    expected = {name: set() for name in people} | {"mentor": SENT, "methodist": SENT, "school": SENT}

    for name, person in people.items():
        answerable = {state for state, one in questions.items() if can_answer(person, one)}
        listed = set(consultations_answered_by(person, school))
        assert answerable == expected[name], name
        assert listed == {questions[state] for state in answerable}, name


def test_a_methodist_or_mentor_who_asks_does_not_answer_herself(school, methodist, mentor):
    for person in (methodist, mentor):
        own = ConsultationFactory(school=school, asker=person, waiting=True)
        AssignmentFactory(consultation=own, mentor=person)

        assert can_see_consultation(person, own)
        assert not can_answer(person, own)
        assert own not in consultations_answered_by(person, school)


def test_a_mentor_who_answered_and_has_it_no_more_reads_and_does_not_answer(school, mentor, now):
    question = ConsultationFactory(school=school, answered=True)
    AssignmentFactory(consultation=question, mentor=mentor, ended_at=now)
    RecommendationFactory(consultation=question, mentor=mentor, sent=True)

    assert can_see_consultation(mentor, question)
    assert question in consultations_visible_to(mentor, school)
    assert not can_answer(mentor, question)


def test_a_mentor_of_another_school_reads_nothing_here(questions, outsider, mentor):
    grant(outsider, Role.MENTOR, place_of(SchoolFactory()))
    AssignmentFactory(consultation=questions["waiting"], mentor=outsider)

    assert not can_see_consultation(outsider, questions["waiting"])


def test_a_forgotten_question_is_nobodys(school, methodist, mentor, questions):
    forgotten = questions["answered"]
    forgotten.asker = None
    forgotten.save()

    for person in (methodist, mentor, AnonymousUser()):
        assert not can_see_consultation(person, forgotten)
        assert not can_answer(person, forgotten)
        assert forgotten not in consultations_visible_to(person, school)
        assert forgotten not in consultations_answered_by(person, school)


def test_what_the_asker_may_do_depends_on_the_state(questions, asker, mentor):
    may = {
        can_write_draft: {"draft"},
        can_remark: SENT,
        can_judge: {"answered", "closed"},
        can_withdraw: {"waiting", "asked_back"},
        can_bring_back: {"withdrawn"},
    }

    for permission, states in may.items():
        assert {state for state, one in questions.items() if permission(asker, one)} == states, permission
        assert not any(permission(mentor, one) for one in questions.values()), permission


def test_only_people_of_the_school_may_ask(school, people, learner):
    assert {name for name, person in people.items() if can_ask(person, school)} == {
        "asker",
        "mentor",
        "methodist",
        "director",
        "other mentor",
    }


def test_ones_own_questions_are_those_of_the_school(school, asker, questions, people):
    ConsultationFactory(asker=asker)

    assert set(consultations_of(asker, school)) == set(questions.values())
    assert not consultations_of(people["guest"], school).exists()
    assert not consultations_of(people["inactive"], school).exists()


def test_the_rights_to_a_question_take_as_many_queries_however_many_there_are(
    school, mentor, questions, django_assert_num_queries
):
    can_see_consultation(mentor, questions["waiting"])
    for _ in range(5):
        AssignmentFactory(consultation__school=school, mentor=mentor)

    with django_assert_num_queries(2):
        assert can_see_consultation(mentor, questions["waiting"])
        assert can_answer(mentor, questions["waiting"])
    with django_assert_num_queries(1):
        assert len(consultations_visible_to(mentor, school)) > 5
