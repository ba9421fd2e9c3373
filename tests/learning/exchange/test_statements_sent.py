"""Statements on their way: in batches, again after a failure, lost never; and the settings of the store."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core.exceptions import PermissionDenied
from tests.fakes.record_store import check_statement
from tests.learning.exchange.records import everything, tell, waiting
from tests.learning.factories import AttendanceFactory

from nastavnik.learning import tasks
from nastavnik.learning.enums import SendState, SystemFault
from nastavnik.learning.models import RecordStore, Statement
from nastavnik.learning.services import turns
from nastavnik.learning.services.statements import sending, store

pytestmark = pytest.mark.django_db


FAULTS = [
    (401, SystemFault.KEY),
    (403, SystemFault.KEY),
    (404, SystemFault.ODD),
    (500, SystemFault.SERVER),
    (302, SystemFault.ODD),
]


@pytest.mark.parametrize(("status", "fault"), FAULTS)
def test_store_that_takes_nothing_loses_nothing(on, server, lesson, now, status, fault):
    server.down = status
    waiting(lesson, now, 3)
    moments = [now]
    for _try in range(6):
        sending.send_due_statements(clock=lambda: moments[-1])
        moments.append(RecordStore.objects.get().try_at)

    kept = RecordStore.objects.get()
    assert (kept.fault, kept.said, kept.fault_at) == (fault, f"{status} out of order", moments[-2])
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert waits == [*sending.WAITS, sending.WAITS[-1], sending.WAITS[-1]]
    assert Statement.objects.filter(state=SendState.WAITING).count() == 3

    server.down = 0
    assert sending.send_due_statements(clock=lambda: moments[-1]) == 3
    kept.refresh_from_db()
    assert (kept.fault, kept.said, kept.attempts, kept.sent_at) == ("", "", 0, moments[-1])


def test_wrong_secret_is_told_in_words(on, server, lesson, now):
    server.secret = "another"
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.KEY


def test_secret_sealed_under_another_key_is_asked_for_anew(on, server, lesson, now, settings):
    settings.SECRET_KEY = "another secret of the installation"
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.KEY


def test_silent_store_is_told_so(on, server, lesson, now):
    waiting(lesson, now, 1)
    RecordStore.objects.update(endpoint="http://127.0.0.1:9/xapi/")
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.SILENT


def test_store_inside_is_not_called(on, server, lesson, now, settings):
    settings.EXCHANGE_INSIDE = False
    waiting(lesson, now, 1)
    sending.send_due_statements(clock=lambda: now)

    assert RecordStore.objects.get().fault == SystemFault.ADDRESS
    assert server.batches == []


def test_statements_go_in_batches(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 2)
    waiting(lesson, now, 5)

    assert sending.send_due_statements(clock=lambda: now) == 5
    assert server.batches == [2, 2, 1]


def test_so_much_goes_at_a_time_and_the_rest_afterwards(on, server, lesson, now, monkeypatch):
    monkeypatch.setattr(sending, "BATCH", 1)
    monkeypatch.setattr(sending, "BATCHES_AT_ONCE", 2)
    waiting(lesson, now, 3)

    assert [sending.send_due_statements(clock=lambda: now) for _run in range(2)] == [2, 1]


def test_store_that_takes_small_batches_gets_them(on, server, lesson, now):
    server.most_in_a_batch = 1
    waiting(lesson, now, 3)

    assert sending.send_due_statements(clock=lambda: now) == 3
    assert server.batches == [1, 1, 1]


def test_statement_that_is_refused_is_put_aside_and_the_others_go(on, server, lesson, now, methodist, school):
    waiting(lesson, now, 4)
    refused = Statement.objects.order_by("pk")[2]
    server.refused = {str(refused.pk)}

    assert sending.send_due_statements(clock=lambda: now) == 3
    refused.refresh_from_db()
    assert (refused.state, refused.said) == (SendState.FAILED, "400 this one is not wanted")
    assert RecordStore.objects.get().fault == ""

    server.refused = set()
    assert store.retry_statements(actor=methodist, school_id=school.pk, now=now) == 1
    assert sending.send_due_statements(clock=lambda: now) == 1


def test_statement_that_the_store_has_already_counts_as_sent(on, server, lesson, now):
    waiting(lesson, now, 2)
    one = Statement.objects.first()
    server.statements.append({**one.body, "timestamp": "another"})

    assert sending.send_due_statements(clock=lambda: now) == 2


def test_batch_that_was_taken_without_an_answer_is_sent_again_and_told_once(on, server, lesson, now):
    server.dies_after_taking = True
    waiting(lesson, now, 3)
    assert sending.send_due_statements(clock=lambda: now) == 0
    server.dies_after_taking = False

    assert sending.send_due_statements(clock=lambda: now + sending.WAITS[0]) == 3
    assert len(server.statements) == 3


def test_store_of_a_process_that_was_killed_is_told_later(on, server, lesson, now, monkeypatch):
    waiting(lesson, now, 1)

    def killed(*_words, **_named):
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(sending, "guarded", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.send_due_statements(clock=lambda: now)
    assert sending.send_due_statements(clock=lambda: now) == 0

    assert sending.send_due_statements(clock=lambda: now + sending.CLAIM_LIVES) == 1


def test_store_that_another_process_tells_is_left_to_it(on, server, lesson, now):
    waiting(lesson, now, 1)
    row = RecordStore.objects.get()
    RecordStore.objects.update(try_at=now + timedelta(minutes=1))

    assert sending._send_to(row, now + turns.TURN, clock=lambda: now) == 0
    assert server.batches == []


def test_periodic_tasks_do_their_part(on, server, lesson):
    from nastavnik.core import clock  # noqa: PLC0415 -- the tasks take the time of this machine

    moment = clock.now()
    AttendanceFactory(lesson=lesson, left_at=moment, came_at=moment)

    tasks.tell_record_stores.func()
    tasks.forget_old_statements.func()

    assert len(server.statements) == 1


# --- settings --------------------------------------------------------------------------------------------------------


def set_store(actor, school, now, **changes):
    words = {"endpoint": "https://lrs.example.ru/", "key": "k", "secret": "s", "is_on": True, "is_named": False}
    return store.set_store(actor=actor, school_id=school.pk, now=now, **{**words, **changes})


def test_secret_is_sealed_kept_and_forgotten_with_its_address(methodist, school, now):
    set_store(methodist, school, now)
    kept = RecordStore.objects.get()
    assert kept.sealed_secret != "s"
    assert store.secret_of(kept) == "s"

    set_store(methodist, school, now, secret=None)
    assert store.secret_of(RecordStore.objects.get()) == "s"

    with pytest.raises(store.StoreIncomplete):
        set_store(methodist, school, now, secret=None, endpoint="https://elsewhere.example/")
    set_store(methodist, school, now, secret=None, endpoint="https://elsewhere.example/", is_on=False)
    assert store.secret_of(RecordStore.objects.get()) == ""


@pytest.mark.parametrize("missing", ["endpoint", "key", "secret"])
def test_store_without_all_it_needs_is_not_switched_on(methodist, school, now, missing):
    with pytest.raises(store.StoreIncomplete):
        set_store(methodist, school, now, **{missing: ""})


def test_switching_on_again_begins_anew(methodist, school, now):
    set_store(methodist, school, now)
    set_store(methodist, school, now + timedelta(days=1), key="k2")
    assert RecordStore.objects.get().begins_at == now
    set_store(methodist, school, now, is_on=False)

    set_store(methodist, school, now + timedelta(days=9))

    assert RecordStore.objects.get().begins_at == now + timedelta(days=9)


def test_only_a_methodist_sets_the_store(learner, director, outsider, school, now):
    for actor in (learner, director, outsider):
        with pytest.raises(PermissionDenied):
            set_store(actor, school, now)
        with pytest.raises(PermissionDenied):
            store.retry_statements(actor=actor, school_id=school.pk, now=now)


def test_checks_of_the_fake_find_what_is_wrong(on, server, lesson, learner, now):
    everything(lesson, learner, now)
    tell(now)
    good = server.told("passed")[0]
    broken = [
        {**good, "id": "not-a-number"},
        {**good, "actor": {**good["actor"], "mbox": "mailto:a@example.ru"}},
        {**good, "actor": {"name": "Анна"}},
        {**good, "verb": {"id": "passed", "display": {"ru": "сдал"}}},
        {**good, "result": {"duration": "300 s"}},
        {**good, "result": {"score": {"raw": 11, "min": 0, "max": 10}}},
        {**good, "timestamp": "2026-11-24T09:00:00"},
        {**good, "extra": 1},
        {**good, "result": None},
    ]

    check_statement(good)
    for statement in broken:
        with pytest.raises(Exception, match=r".+"):
            check_statement(statement)
