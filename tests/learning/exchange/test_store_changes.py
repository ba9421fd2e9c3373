"""What waits for a record store is told neither to another one nor by names that it was not meant for."""

from datetime import timedelta

import pytest
from tests.learning.exchange.records import waiting
from tests.learning.factories import CompletionFactory

from nastavnik.learning.models import Statement
from nastavnik.learning.services.statements import sending, store, writing

pytestmark = pytest.mark.django_db


def set_store(actor, school, now, **changes):
    words = {"endpoint": "https://lrs.example.ru/", "key": "k", "secret": "s", "is_on": True, "is_named": False}
    return store.set_store(actor=actor, school_id=school.pk, now=now, **{**words, **changes})


@pytest.mark.parametrize("changes", [{"is_named": False}, {"endpoint": "https://elsewhere.example/"}, {"is_on": False}])
def test_what_waits_for_a_store_as_it_was_is_told_to_no_other(lesson, learner, methodist, school, now, changes):
    set_store(methodist, school, now - timedelta(hours=1), is_named=True)
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    assert writing.write_statements(now=now) == 1
    assert learner.email in str(Statement.objects.get().body)

    set_store(methodist, school, now, **{"is_named": True, **changes})
    assert not Statement.objects.exists()
    is_written = writing.write_statements(now=now + timedelta(minutes=1))

    assert is_written == changes.get("is_on", True)
    named = [learner.email in str(one.body) for one in Statement.objects.all()]
    assert named == ([changes.get("is_named", True)] if is_written else [])


def test_what_waits_stays_when_the_store_stays_the_same(lesson, learner, methodist, school, now):
    set_store(methodist, school, now - timedelta(hours=1))
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    writing.write_statements(now=now)

    set_store(methodist, school, now, key="k2")

    assert Statement.objects.count() == 1


def test_names_that_were_written_while_they_were_forbidden_do_not_wait(
    lesson, learner, methodist, school, now, monkeypatch
):
    set_store(methodist, school, now - timedelta(hours=1), is_named=True)
    CompletionFactory(user=learner, lesson=lesson, completed_at=now)
    made = list(writing.SOURCES)

    def forbidding(look):
        found = list(made[0](look))
        set_store(methodist, school, now, is_named=False)
        return found

    monkeypatch.setattr(writing, "SOURCES", (*made[1:], forbidding))

    assert writing.write_statements(now=now) == 0
    assert not Statement.objects.exists()


def test_store_that_is_changed_meanwhile_is_told_no_more_as_it_was(
    on, server, lesson, now, monkeypatch, methodist, school
):
    monkeypatch.setattr(sending, "BATCH", 2)
    waiting(lesson, now, 6)

    def changed(*words, **named):
        set_store(methodist, school, now, endpoint="https://elsewhere.example/")
        return guarded(*words, **named)

    guarded = sending.guarded
    monkeypatch.setattr(sending, "guarded", changed)

    sending.send_due_statements(clock=lambda: now)
    assert len(server.statements) == 2
