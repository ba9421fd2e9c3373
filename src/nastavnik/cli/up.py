"""`nastavnik up`: the whole school with one command."""

import contextlib
import fcntl
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command

from nastavnik.cli.supervisor import Service, Supervisor

BIN = Path(sys.executable).parent
# A thread of the pool of pages waits for the disk as often as for Python; two processes keep two cores busy.
MOST_WEB_PROCESSES = 4
ANSWER_SECONDS = 1.0


class PortTaken(Exception):
    """Another program listens there."""


class AlreadyRunning(Exception):
    """The same data folder is served by another `up`."""


def up(
    host: Annotated[str, typer.Option(help="the address to listen on; 0.0.0.0 for all")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="the port to listen on")] = 8000,
    workers: Annotated[int, typer.Option(min=0, help="web processes; 0: as many as cores, 4 at most")] = 0,
    demo: Annotated[bool, typer.Option("--demo", help="make the demonstration school first")] = False,
) -> None:
    """Start the school: pages, uploads and films on one port, and the background work. Ctrl-C ends it all."""
    try:
        with lock_of_data(settings.DATA_DIR):
            check_port(host, port)
            prepare()
            story = make_demo() if demo else ""
            serve(host, port, workers or min(os.cpu_count() or 1, MOST_WEB_PROCESSES), story)
    except AlreadyRunning:
        stop(f"The school in {settings.DATA_DIR} is running already. Stop it first, or name another NASTAVNIK_DATA.")
    except PortTaken:
        stop(f"Port {port} on {host} is taken by another program. Try: make up PORT={port + 1}")


def stop(message: str) -> None:
    """Say what is wrong and leave with exit code 1."""
    typer.echo(message, err=True)
    raise typer.Exit(1)


@contextlib.contextmanager
def lock_of_data(folder: Path) -> Iterator[None]:
    """Hold the folder for ourselves; the lock goes with the process, however it ends. Raises `AlreadyRunning`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "up.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning from error
        yield


def check_port(host: str, port: int) -> None:
    """Raise `PortTaken` when somebody listens there already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken from error


def prepare() -> None:
    """Bring the database and the static files up to this version."""
    call_command("migrate", verbosity=0)
    if not settings.DEBUG and is_static_stale():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        (Path(settings.STATIC_ROOT) / ".collected").touch()


def is_static_stale() -> bool:
    """Tell whether the front end was built, or a package installed, after the static files were collected."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    if not mark.exists():
        return True
    built = [Path(path) for path in settings.STATICFILES_DIRS] + [Path(sys.prefix) / "stamps" / "base"]
    files = (file for path in built for file in [path, *path.rglob("*")] if file.exists())
    return any(file.stat().st_mtime > mark.stat().st_mtime for file in files)


def make_demo() -> str:
    """Make the demonstration school; return what to tell about it."""
    from io import StringIO  # noqa: PLC0415 -- only here

    told = StringIO()
    call_command("demo", stdout=told)
    return told.getvalue()


def serve(host: str, port: int, workers: int, story: str) -> None:
    """Run the processes until Ctrl-C; print the address when it really answers."""
    os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 -- compared, not listened on
    Supervisor(services(host, port, workers)).run(on_each_look=announcer(address, story))


def services(host: str, port: int, workers: int) -> list[Service]:
    """Return the processes of one machine. Films have a worker of their own, so that a letter never waits for one."""
    web = [
        *(str(BIN / "granian"), "--interface", "asgi", "--host", host, "--port", str(port), "--workers", str(workers)),
        *("--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning"),
        *("--backlog", "1024", "nastavnik.config.asgi:application"),
    ]
    worker = [str(BIN / "nastavnik"), "manage", "worker", "--queues"]
    return [
        Service("web", web),
        Service("worker", [*worker, "default"]),
        Service("video worker", [*worker, "video"]),
    ]


def announcer(address: str, story: str) -> Callable[[], None]:
    """Return what tells the address once, as soon as it answers."""
    next_try = [time.monotonic()]

    def look() -> None:
        if next_try and time.monotonic() >= next_try[0]:
            if answers(f"{address}/healthz"):
                next_try.clear()
                typer.echo(f"\n{story}\nNastavnik is up: {address}/   (Ctrl-C to stop)\n".replace("\n\n\n", "\n\n"))
            else:
                next_try[0] = time.monotonic() + 0.3

    return look


def answers(address: str) -> bool:
    """Tell whether a page comes from `address`."""
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS):  # noqa: S310 -- our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
