import signal
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django_tasks_db.models import DBTaskResult
from tests.core.queue import chores
from tests.core.queue.test_beats import beat, running_task

from nastavnik.core import clock, tasks
from nastavnik.core.queue import worker as workers
from nastavnik.core.queue.health import queue_health, queue_names
from nastavnik.core.queue.worker import Worker, short_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return Worker(queues=["default"])


def test_run_waiting_runs_every_task_with_its_words(worker, tmp_path):
    told = tmp_path / "told"
    chores.note.enqueue(str(told), "one")
    chores.note.enqueue(path=str(told), text="two")

    assert worker.run_waiting() == 2
    assert told.read_text().split() == ["one", "two"]
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_run_waiting_notes_a_failure_for_later(worker):
    chores.fail.enqueue()

    assert worker.run_waiting() == 1
    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("READY", "builtins.ValueError")
    assert row.run_after > clock.now()


def test_run_waiting_hands_over_the_attempt(worker):
    chores.tell_attempt.enqueue()
    worker.run_waiting()

    assert DBTaskResult.objects.get().return_value == 1


def test_run_waiting_of_a_task_that_is_gone_is_a_failure(worker):
    chores.note.enqueue("x", "y")
    DBTaskResult.objects.update(task_path="nastavnik.core.tasks.removed_long_ago")

    worker.run_waiting()

    assert DBTaskResult.objects.get().exception_class_path == "builtins.ImportError"


def test_run_told_to_stop_before_it_began_puts_the_task_back(worker, monkeypatch):
    chores.note.enqueue("x", "y")
    worker._is_stopping = True
    monkeypatch.setattr(workers.connection, "close", lambda: None)  # the test's own transaction

    worker._run_next()

    row = DBTaskResult.objects.get()
    assert (row.status, row.worker_ids) == ("READY", [])


def test_task_that_hangs_is_ended_as_a_failure(monkeypatch):
    worker = Worker(queues=["press"])
    monkeypatch.setitem(workers.LONGEST_SECONDS, "press", 0.01)
    monkeypatch.setattr(workers.connection, "close", lambda: None)  # the test's own transaction
    chores.hang.enqueue()

    former = signal.signal(signal.SIGALRM, worker._on_alarm)
    worker._hears_alarms = True
    try:
        worker._run_next()
    finally:
        signal.signal(signal.SIGALRM, former)

    row = DBTaskResult.objects.get()
    assert (row.status, row.exception_class_path) == ("READY", "nastavnik.core.queue.worker.Overdue")
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_work_waits_for_a_database_that_is_away(worker, monkeypatch):
    answers = [OperationalError("gone"), False, False]

    def run_next():
        answer = answers.pop(0)
        worker._is_stopping = not answers
        if isinstance(answer, Exception):
            raise answer
        return answer

    paused = []
    monkeypatch.setattr(worker, "_run_next", run_next)
    monkeypatch.setattr(workers.connection, "close", lambda: None)
    monkeypatch.setattr(workers.time, "sleep", paused.append)

    worker._work()

    assert paused == [workers.DATABASE_PAUSE_SECONDS, workers.POLL_SECONDS]


def test_command_runs_what_waits_and_says_how_much(tmp_path, capsys):
    chores.note.enqueue(str(tmp_path / "told"), "one")

    call_command("worker", batch=True, queues="default")

    assert capsys.readouterr().out.strip() == "1 tasks were run"


def test_name_in_the_log_is_short():
    assert short_name(DBTaskResult(task_path="nastavnik.video.tasks.prepare_video")) == "video.prepare_video"


def test_clean_queue_deletes_what_ended_long_ago(worker):
    now = clock.now()
    for status, days in (("SUCCESSFUL", 4), ("SUCCESSFUL", 2), ("FAILED", 31), ("FAILED", 29)):
        task_id = chores.tick.enqueue().id
        DBTaskResult.objects.filter(pk=task_id).update(status=status, finished_at=now - timedelta(days=days))

    assert tasks.clean_queue.call() == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_health_tells_each_queue(django_assert_num_queries):
    now = clock.now()
    beat("one")
    running_task("one")
    chores.tick.enqueue()
    chores.tick.using(run_after=now + timedelta(hours=1)).enqueue()
    failed = chores.tick.enqueue().id
    DBTaskResult.objects.filter(pk=failed).update(status="FAILED", finished_at=now)

    with django_assert_num_queries(2):
        default, video, *_others = queue_health(now=now + timedelta(seconds=30))

    assert (default.name, default.workers, default.running, default.waiting, default.failed) == ("default", 1, 1, 1, 1)
    assert 29 < default.oldest_waiting_seconds < 32
    assert (video.name, video.waiting, video.oldest_waiting_seconds) == ("video", 0, 0)


def test_health_without_workers_is_not_served():
    assert [state.is_served for state in queue_health(now=clock.now())] == [False] * len(queue_names())
