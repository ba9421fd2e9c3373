"""Locks are taken in one order wherever a question may go to a mentor: its school, and then the question itself."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from tests.mentoring.factories import AssignmentFactory

from nastavnik.mentoring.enums import AssignmentEnd
from nastavnik.mentoring.models import Consultation
from nastavnik.mentoring.selectors.candidates import active_mentors
from nastavnik.mentoring.services import asking, routing, routing_forgetting, routing_sweeps
from nastavnik.people.models import RoleAssignment
from nastavnik.programme.models import School


@pytest.fixture
def locked(monkeypatch):
    """The models of which rows were locked, in this order."""
    models, lock = [], QuerySet.select_for_update

    def select_for_update(rows, *args, **kwargs):
        models.append(rows.model)
        return lock(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", select_for_update)
    return models


def own(row):
    return {"actor": row.consultation.asker, "consultation_id": row.consultation_id}


def pass_on(row, methodist, now):
    routing.pass_on(row, end=AssignmentEnd.LEFT, now=now)


def take_away(row, methodist, now):
    mentor_id, number = row.mentor_id, row.consultation_id
    routing.take_away(actor=methodist, consultation_id=number, mentor_id=mentor_id, note="", now=now)


def decline(row, methodist, now):
    routing.decline(actor=row.mentor, consultation_id=row.consultation_id, note="", now=now)


def route(row, methodist, now):
    routing.route(consultation_id=row.consultation_id, now=now)


def remark(row, methodist, now):
    asking.remark(**own(row), text="И ещё", now=now)


def send(row, methodist, now):
    asking.send(**own(row), version=0, now=now)


def bring_back(row, methodist, now):
    asking.bring_back(**own(row), now=now)


@pytest.mark.parametrize("deed", [pass_on, take_away, decline, route, remark, send, bring_back])
def test_school_is_locked_before_the_question(school, mentor, methodist, question, now, locked, deed):
    row = AssignmentFactory(consultation=question, mentor=mentor)

    deed(row, methodist, now)

    assert locked.index(School) < locked.index(Consultation)


@pytest.mark.django_db(transaction=True)
def test_forgetting_a_mentor_passes_her_questions_on_in_transactions_of_their_own(
    question, make_mentor, now, monkeypatch
):
    former, colleague = make_mentor(about="О себе"), make_mentor()
    AssignmentFactory(consultation=question, mentor=former)
    RoleAssignment.objects.filter(user=former).delete()
    within = []

    def leave(*, user_id, now):
        within.append(connection.in_atomic_block)
        return routing_sweeps.leave_person(user_id=user_id, now=now)

    monkeypatch.setattr(routing_forgetting, "leave_person", leave)

    routing_forgetting.forget_person(user_id=former.pk, now=now)

    assert within == [False]
    assert active_mentors(question.pk) == [colleague.pk]
