from datetime import timedelta

import pytest
from django.db.models import F
from tests.core.queue import chores

from nastavnik.core import clock
from nastavnik.core.models import WorkerBeat
from nastavnik.core.queue import beats, claims
from nastavnik.core.queue.pulse import Pulse

pytestmark = pytest.mark.django_db


def beat(worker_id, *, seconds_ago=0):
    beats.beat(worker_id=worker_id, queues=["default", "video"])
    WorkerBeat.objects.filter(worker_id=worker_id).update(at=F("at") - timedelta(seconds=seconds_ago))


def running_task(worker_id):
    chores.note.enqueue("x", "y")
    return claims.claim(queues=["default"], worker_id=worker_id, now=clock.now())


def test_beat_twice_keeps_one_row():
    beat("one")
    beat("one")

    assert [(worker.worker_id, worker.queues) for worker in beats.living_workers()] == [("one", "default,video")]


def test_living_workers_are_those_who_beat_lately():
    beat("alive", seconds_ago=5)
    beat("dead", seconds_ago=9)

    assert [worker.worker_id for worker in beats.living_workers()] == ["alive"]


def test_free_tasks_of_a_silent_worker(caplog):
    row = running_task("dead")
    beat("dead", seconds_ago=9)
    beat("alive")

    assert [freed.pk for freed in beats.free_tasks_of_the_dead(now=clock.now())] == [row.pk]
    row.refresh_from_db()
    assert row.status == "READY"


def test_free_tasks_of_a_living_worker_leaves_them():
    row = running_task("alive")
    beat("alive", seconds_ago=5)

    assert beats.free_tasks_of_the_dead(now=clock.now()) == []
    row.refresh_from_db()
    assert row.status == "RUNNING"


def test_leave_frees_what_was_left_at_once():
    running_task("one")
    beat("one")
    beats.leave(worker_id="one")

    assert len(beats.free_tasks_of_the_dead(now=clock.now())) == 1


def test_forget_the_dead_keeps_those_of_today():
    beat("long ago", seconds_ago=2 * 24 * 3600)
    beat("today", seconds_ago=3600)

    beats.forget_the_dead()

    assert [worker.worker_id for worker in WorkerBeat.objects.all()] == ["today"]


def test_beat_once_after_a_pause_of_its_own_takes_nobody_for_dead():
    row = running_task("held up, as we were")
    beat("held up, as we were", seconds_ago=20)
    pulse = Pulse(worker_id="us", queues=["default"])

    pulse.beat_once()  # the first one after whatever held us all up
    row.refresh_from_db()
    assert row.status == "RUNNING"

    pulse.beat_once()
    row.refresh_from_db()
    assert row.status == "READY"
