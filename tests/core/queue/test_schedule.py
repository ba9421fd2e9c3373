from datetime import timedelta

import pytest
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.models import DBTaskResult
from tests.core.queue import chores

from nastavnik.core import clock
from nastavnik.core.models import Schedule
from nastavnik.core.queue import schedule

pytestmark = pytest.mark.django_db
TICK = chores.tick.module_path


@pytest.fixture
def now(monkeypatch):
    autodiscover_modules("tasks")  # what the apps register must not land in our table
    monkeypatch.setattr(schedule, "_periodic", {})
    schedule.every(minutes=10)(chores.tick)
    moment = clock.now()
    schedule.prepare_schedule(now=moment)
    return moment


def enqueue(now):
    return [path for path in schedule.enqueue_due_tasks(now=now) if path == TICK]


def finish_all():
    DBTaskResult.objects.update(status="SUCCESSFUL")


def test_enqueue_of_a_new_periodic_task_is_at_once(now):
    assert enqueue(now) == [TICK]
    assert DBTaskResult.objects.get().task_path == TICK


def test_enqueue_again_waits_for_the_period(now):
    enqueue(now)
    finish_all()

    assert enqueue(now + timedelta(minutes=9)) == []
    assert enqueue(now + timedelta(minutes=10)) == [TICK]


def test_enqueue_after_a_long_pause_makes_up_for_nothing(now):
    enqueue(now)
    finish_all()
    later = now + timedelta(days=3)

    assert enqueue(later) == [TICK]
    finish_all()
    assert enqueue(later + timedelta(minutes=9)) == []


def test_enqueue_of_one_that_still_waits_is_not_doubled(now):
    enqueue(now)

    assert enqueue(now + timedelta(minutes=10)) == []
    finish_all()
    assert enqueue(now + timedelta(minutes=15)) == []
    assert enqueue(now + timedelta(minutes=20)) == [TICK]


def test_enqueue_lost_to_another_worker_does_nothing(now):
    row = Schedule.objects.get(task_path=TICK)
    Schedule.objects.update(next_run_at=now + timedelta(minutes=10))

    assert not schedule._enqueue(row, now)
    assert not DBTaskResult.objects.exists()


def test_prepare_with_a_shorter_period_brings_the_run_nearer(now):
    enqueue(now)
    schedule.every(minutes=1)(chores.tick)

    schedule.prepare_schedule(now=now)

    assert Schedule.objects.get(task_path=TICK).next_run_at == now + timedelta(minutes=1)


def test_prepare_again_moves_nothing(now):
    enqueue(now)
    schedule.prepare_schedule(now=now + timedelta(minutes=5))

    assert Schedule.objects.get(task_path=TICK).next_run_at == now + timedelta(minutes=10)


def test_every_without_a_period_is_a_mistake():
    with pytest.raises(ValueError, match="longer than nothing"):
        schedule.every()


def test_prepare_finds_the_periodic_tasks_of_all_apps(db):
    schedule.prepare_schedule(now=clock.now())

    assert "nastavnik.core.tasks.clean_queue" in set(Schedule.objects.values_list("task_path", flat=True))
