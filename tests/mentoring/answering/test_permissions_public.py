"""Permissions of public answers agree with their querysets for everybody and every state."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from tests.mentoring.answering.factories import PublicAnswerFactory
from tests.mentoring.factories import ConsultationFactory
from tests.people.factories import UserFactory, grant

from nastavnik.mentoring.enums import PublicState
from nastavnik.mentoring.models import Consultation, PublicAnswer
from nastavnik.mentoring.permissions import (
    answers_to_consent,
    can_consent,
    can_publish,
    can_read_public_answer,
    public_answers_visible_to,
)
from nastavnik.mentoring.selectors.public import desk
from nastavnik.people.enums import Role
from nastavnik.programme.permissions import place_of


@pytest.fixture
def answers(school, learner):
    for state in PublicState:
        asked = ConsultationFactory(school=school, asker=learner, answered=True)
        PublicAnswerFactory(consultation=asked, state=state)
    PublicAnswerFactory(school=school, consultation=None, state=PublicState.PUBLIC)
    PublicAnswerFactory(public=True)
    return PublicAnswer.objects.select_related("consultation")


def people(school, learner):
    for role in (Role.METHODIST, Role.MENTOR, Role.DIRECTOR):
        person = UserFactory()
        grant(person, role, place_of(school))
        yield person
    yield from (learner, UserFactory(is_active=False), AnonymousUser())


def test_reading_agrees(answers, school, learner):
    for actor in people(school, learner):
        admitted = {one for one in answers.filter(school=school) if can_read_public_answer(actor, one)}
        assert set(public_answers_visible_to(actor, school)) == admitted


def test_consenting_agrees(answers, school, learner):
    for actor in people(school, learner):
        admitted = {one for one in answers.filter(school=school) if can_consent(actor, one)}
        assert set(answers_to_consent(actor, school)) == admitted


def test_asker_decides_of_what_she_was_shown_and_of_what_is_public(answers, school, learner):
    states = set(answers_to_consent(learner, school).values_list("state", flat=True))

    assert states == {PublicState.ASKED, PublicState.REFUSED, PublicState.PUBLIC}


def test_only_methodists_publish(school, learner):
    assert [can_publish(actor, school) for actor in people(school, learner)] == [True, *[False] * 5]


def test_desk_of_public_answers_is_methodists_alone(answers, school, learner):
    asked = ConsultationFactory(school=school, answered=True)

    for actor in people(school, learner):
        if can_publish(actor, school):
            continue
        with pytest.raises(PermissionDenied):
            desk.public_desk(actor, school, QueryDict())
        with pytest.raises(Consultation.DoesNotExist):
            desk.consultation_to_publish(actor, school, asked.token)
        with pytest.raises(PublicAnswer.DoesNotExist):
            desk.answer_to_edit(actor, school, answers.first().token)
