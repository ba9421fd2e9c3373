"""Real workers, really killed."""

import signal
import subprocess
import time
from itertools import pairwise

MOST_SECONDS_TO_TAKE_OVER = 15


def has_started(path):
    return lambda: path.exists() and path.read_text().count("started") >= 1


def test_take_over_after_a_kill_is_quick_and_the_task_ends(yard, tmp_path):
    told = tmp_path / "told"
    yard.enqueue("work_long", str(told), 300)
    first = yard.start_worker("video")
    yard.wait(has_started(told), seconds=60)
    yard.start_worker("video")
    yard.wait(lambda: yard.log.count("worker started") == 2, seconds=60)

    first.send_signal(signal.SIGKILL)
    seconds = yard.wait(lambda: told.read_text().count("started") == 2, seconds=60)

    assert seconds < MOST_SECONDS_TO_TAKE_OVER
    yard.wait(lambda: yard.rows("status") == [("SUCCESSFUL",)], seconds=30)
    assert told.read_text().split() == ["started", "started", "done"]
    assert "task taken over" in yard.log


def test_stop_during_a_film_puts_it_back_at_once_and_ends_its_programs(yard, tmp_path):
    told = tmp_path / "told"
    yard.enqueue("work_long", str(told), 987)
    worker = yard.start_worker("video")
    yard.wait(has_started(told), seconds=60)

    worker.send_signal(signal.SIGTERM)
    began = time.monotonic()
    code = worker.wait(timeout=30)

    assert code == 0
    assert time.monotonic() - began < 5
    (status, worker_ids) = yard.rows("status, worker_ids")[0]
    assert status == "READY"
    assert worker_ids in ("[]", [])  # being stopped is no attempt
    assert subprocess.run(["pgrep", "-f", "sleep 987"], check=False).returncode == 1


def test_stop_of_a_careless_task_is_asked_for_again(yard, tmp_path):
    told = tmp_path / "told"
    yard.enqueue("swallow_everything", str(told))
    worker = yard.start_worker("default")
    yard.wait(has_started(told), seconds=60)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(timeout=30) == 0
    assert yard.rows("status") == [("READY",)]


def test_stop_of_an_idle_worker_leaves_no_beat(yard):
    worker = yard.start_worker()
    yard.wait(lambda: "worker started" in yard.log, seconds=60)

    worker.send_signal(signal.SIGINT)

    assert worker.wait(timeout=10) == 0
    assert yard.select("count(*) FROM core_workerbeat") == [(0,)]


def test_share_of_many_tasks_between_two_workers_runs_each_once(yard, tmp_path):
    told = tmp_path / "told"
    adding = "from tests.core.queue import chores; [chores.note.enqueue({!r}, str(n)) for n in range(60)]"
    yard.manage("shell", "--no-imports", "-c", adding.format(str(told)))

    yard.start_worker("default")
    yard.start_worker("default")
    yard.wait(lambda: set(yard.rows("status")) == {("SUCCESSFUL",)}, seconds=60)

    assert sorted(told.read_text().split(), key=int) == [str(number) for number in range(60)]


def test_beat_of_a_busy_worker_goes_on(yard, tmp_path):
    told = tmp_path / "told"
    yard.enqueue("work_long", str(told), 60)
    yard.start_worker("video")
    yard.wait(has_started(told), seconds=60)

    beats = []
    for _ in range(3):
        beats.append(str(yard.select("at FROM core_workerbeat")[0][0]))
        time.sleep(2.5)

    assert all(earlier < later for earlier, later in pairwise(beats))
