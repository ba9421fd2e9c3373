from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.core.queue import chores

from nastavnik.core import clock
from nastavnik.core.queue import claims

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return clock.now()


def claim(now, worker_id="one", queues=("default",)):
    return claims.claim(queues=queues, worker_id=worker_id, now=now)


def stored():
    return DBTaskResult.objects.get()


def test_claim_takes_a_waiting_task_once(now):
    chores.note.enqueue("x", "y")

    row, second = claim(now), claim(now, "two")

    assert row is not None
    assert second is None
    assert (stored().status, stored().worker_ids, stored().started_at) == (TaskResultStatus.RUNNING, ["one"], now)


def test_claim_of_another_queue_takes_nothing(now):
    chores.work_long.enqueue("x", 1)

    assert claim(now) is None
    assert claim(now, queues=("video",)) is not None


def test_claim_before_its_time_takes_nothing(now):
    chores.tick.using(run_after=now + timedelta(minutes=1)).enqueue()

    assert claim(now) is None
    assert claim(now + timedelta(minutes=1)) is not None


def test_claim_prefers_priority(now):
    chores.note.enqueue("x", "usual")
    chores.note.using(priority=10).enqueue("x", "urgent")

    assert claim(now).args_kwargs["args"] == ["x", "urgent"]


def test_claim_lost_to_another_worker_goes_on_to_the_next(now, monkeypatch):
    chores.note.using(priority=10).enqueue("x", "first")
    chores.note.enqueue("x", "second")
    original = claims._as_seen
    seen = []

    def overtaken(row):
        if not seen:
            original(row).update(status=TaskResultStatus.RUNNING, started_at=now, worker_ids=["quicker"])
        seen.append(row)
        return original(row)

    monkeypatch.setattr(claims, "_as_seen", overtaken)

    assert claim(now).args_kwargs["args"] == ["x", "second"]


def test_finish_notes_the_answer(now):
    chores.note.enqueue("x", "y")
    row = claim(now)

    assert claims.finish(row, value=("a", 1), now=now)
    assert (stored().status, stored().return_value, stored().finished_at) == ("SUCCESSFUL", ["a", 1], now)


def test_finish_of_a_task_taken_over_writes_nothing(now):
    chores.note.enqueue("x", "y")
    slow = claim(now)
    assert claims.take_over(slow, now=now)
    claim(now + timedelta(seconds=20), "two")

    assert not claims.finish(slow, value=1, now=now)
    assert (stored().status, stored().worker_ids) == ("RUNNING", ["one", "two"])


def test_fail_tries_again_later_and_later_and_gives_up(now):
    chores.fail.enqueue()
    waits = []
    while (row := claim(now)) is not None:
        delay = claims.fail(row, error=ValueError("no"), now=now)
        waits.append(delay.total_seconds() if delay else None)
        now += delay or timedelta()

    assert waits == [2, 8, 32, 128, None]
    assert (stored().status, stored().exception_class_path) == ("FAILED", "builtins.ValueError")
    assert "ValueError: no" in stored().traceback


def test_put_back_counts_no_attempt(now):
    chores.note.enqueue("x", "y")

    claims.put_back(claim(now))

    assert (stored().status, stored().worker_ids) == ("READY", [])
    assert claim(now) is not None


def test_take_over_happens_once(now):
    chores.note.enqueue("x", "y")
    claim(now)
    mine, yours = stored(), stored()

    assert claims.take_over(mine, now=now)
    assert not claims.take_over(yours, now=now)


def test_take_over_of_a_task_that_kills_workers_gives_it_up(now):
    chores.note.enqueue("x", "y")
    for number in range(claims.MOST_ATTEMPTS):
        row = claim(now + timedelta(seconds=number))
        claims.take_over(row, now=now)

    assert stored().status == "FAILED"
