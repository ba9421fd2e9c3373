"""Tasks that tests give to real workers."""

import signal
import subprocess
import time
from pathlib import Path

from django_tasks import task


@task()
def note(path: str, text: str) -> str:
    with Path(path).open("a", encoding="utf-8") as file:
        file.write(f"{text}\n")
    return text


@task(queue_name="video")
def work_long(path: str, seconds: float) -> None:
    """Note each start, and run a program, as a film does; the second time there is little left to do."""
    seconds = 0.1 if Path(path).exists() else seconds
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("started\n")
    with subprocess.Popen(["sleep", str(seconds)], start_new_session=True) as child:
        try:
            child.wait()
        except BaseException:
            child.kill()
            raise
    with Path(path).open("a", encoding="utf-8") as file:
        file.write("done\n")


@task()
def swallow_everything(path: str) -> None:
    """A careless task: the first interruption gets lost in it."""
    try:
        Path(path).write_text("started\n", encoding="utf-8")
        time.sleep(60)
    except BaseException:  # noqa: BLE001 -- that is what it is here for
        time.sleep(60)


@task(queue_name="press")
def hang() -> None:
    """Code that does not come to an end."""
    while True:
        signal.pause()


@task()
def fail() -> None:
    raise ValueError("the disk is full")


@task(takes_context=True)
def tell_attempt(context) -> int:
    return context.attempt


@task()
def tick() -> None:
    """A periodic task."""
