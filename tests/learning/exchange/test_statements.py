"""Statements are made once of each row, of this school, while it tells."""

from datetime import timedelta

import pytest
from tests.learning.exchange.records import everything, tell
from tests.learning.factories import AttendanceFactory
from tests.people.factories import UserFactory
from tests.programme.factories import LessonFactory

from nastavnik.learning.enums import SendState
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.learning.services.statements import sending, sources, store, writing
from nastavnik.people.services import erase_account

pytestmark = pytest.mark.django_db


def test_everything_is_told_once_however_often_one_looks(on, server, lesson, learner, now):
    everything(lesson, learner, now)

    taken = [tell(now + timedelta(minutes=minute)) for minute in (0, 1, 2, 90, 3000)]

    assert taken == [7, 0, 0, 0, 0]
    assert Statement.objects.count() == len({one["id"] for one in server.statements}) == 7


def test_numbers_are_the_same_in_every_process(on, lesson, learner, now):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    first = set(Statement.objects.values_list("pk", flat=True))
    Statement.objects.all().delete()
    RecordStore.objects.update(looked={})

    writing.write_statements(now=now + timedelta(minutes=1))

    assert set(Statement.objects.values_list("pk", flat=True)) == first


def test_what_happened_before_it_was_on_is_not_told(on, server, lesson, learner, now):
    everything(lesson, learner, now - timedelta(hours=1))

    assert tell(now) == 0


def test_what_was_missed_is_found_within_an_hour(on, server, lesson, learner, now):
    tell(now)
    # rows with numbers that were seen already, as a transaction leaves them that ended late
    RecordStore.objects.update(looked=dict.fromkeys(("initialized", "counted", "attended", "attempted"), 10**6))
    everything(lesson, learner, now)

    assert tell(now + timedelta(minutes=1)) == 2  # the attempt, which is found by its end
    assert tell(now + timedelta(minutes=62)) == 5


def test_other_school_is_told_nothing_of_this_one(on, server, learner, now):
    everything(LessonFactory(held=True), learner, now)

    assert tell(now) == 0


def test_store_that_is_off_is_told_nothing(on, server, lesson, learner, methodist, school, now):
    everything(lesson, learner, now)
    words = {"endpoint": server.endpoint, "key": server.key, "secret": None, "is_named": False, "is_on": False}
    store.set_store(actor=methodist, school_id=school.pk, now=now, **words)

    assert tell(now) == 0
    assert server.batches == []


def test_many_rows_are_told_in_several_looks(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sources, "BATCH", 2)
    for _number in range(5):
        AttendanceFactory(lesson=lesson, left_at=now, came_at=now)

    taken = [tell(now + timedelta(minutes=minute)) for minute in range(4)]

    assert taken == [2, 2, 1, 0]
    assert RecordStore.objects.get().looked_at == now + timedelta(minutes=3)


def test_full_outbox_takes_nothing_in_until_it_is_sent(on, server, lesson, learner, now, monkeypatch):
    monkeypatch.setattr(writing, "MOST_WAITING", 1)
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    assert Statement.objects.count() == 7

    AttendanceFactory(lesson=lesson, left_at=now, came_at=now)
    assert writing.write_statements(now=now) == 0
    sending.send_due_statements(clock=lambda: now)

    assert tell(now + timedelta(minutes=1)) == 1


def test_erased_person_is_told_of_no_more(on, server, lesson, learner, now, django_capture_on_commit_callbacks):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(actor=learner, typed_email=learner.email, now=now)

    assert tell(now + timedelta(hours=2)) == 0


def test_writing_asks_flat(on, lesson, learner, now, django_assert_max_num_queries):
    for number in range(4):
        everything(LessonFactory(cycle=lesson.cycle, held=True), UserFactory(), now - timedelta(seconds=number))

    with django_assert_max_num_queries(22):
        assert writing.write_statements(now=now) == 28


def test_old_statements_are_forgotten_sent_ones_first(on, lesson, learner, now):
    everything(lesson, learner, now)
    writing.write_statements(now=now)
    Statement.objects.filter(kind="attended").update(state=SendState.SENT)

    assert writing.forget_old_statements(now=now + writing.SENT_KEPT) == 0
    assert writing.forget_old_statements(now=now + writing.SENT_KEPT + timedelta(hours=1)) == 1
    assert writing.forget_old_statements(now=now + writing.WAITING_KEPT + timedelta(hours=1)) == 6
