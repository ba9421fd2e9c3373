"""`nastavnik up`: one command that brings the school up, and keeps it up."""

import fcntl
import hashlib
import http.client
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import typer
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from nastavnik.cli.exits import Exit, stop_with
from nastavnik.cli.supervisor import Program, Supervisor

ASK_SECONDS = 0.1


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data folder for this process; refuse when another `up` holds it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "up.lock").open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            stop_with(Exit.ALREADY_RUNNING, f"The school in {data_dir} is up already (process {lock.read().strip()}).")
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def refuse_taken_port(host: str, port: int) -> None:
    """End the command when somebody listens on the port already, or we may not."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = f"Cannot listen on {host}:{port}: {error.strerror}."
            stop_with(Exit.PORT_IN_USE, f"{why} Take another port: nastavnik up --port {port + 1}")


def bring_up_to_date() -> None:
    """Bring the database to the newest tables and the static files to the newest build; quick when both are."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        typer.echo("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)
    if not settings.DEBUG:
        collect_static_files()


def collect_static_files() -> None:
    """Collect and compress the static files when they are not those of the last time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    typer.echo("Collecting static files ...")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(digest.hexdigest(), encoding="ascii")


def make_demonstration() -> str:
    """Make the demonstration school, unless it is there; return what the builder says: address and accounts."""
    said = StringIO()
    call_command("demo", stdout=said)
    return said.getvalue().strip()


def programs(*, host: str, port: int, web_workers: int, workers: int) -> list[Program]:
    """Return the processes of a school: films, books and what waits for servers of others hold up no mail."""
    web = Program("web", ["web", "--host", host, "--port", str(port), "--workers", str(web_workers)])
    numbers = [f"-{number}" if workers > 1 else "" for number in range(1, workers + 1)]
    mail = [Program(f"worker{number}", ["worker", "--queues", "default"]) for number in numbers]
    film = [Program(f"worker-video{number}", ["worker", "--queues", "video"]) for number in numbers]
    press = Program("worker-press", ["worker", "--queues", "press"])
    outside = Program("worker-outside", ["worker", "--queues", "outside"])
    ingest = Program("ingest", ["ingest", "--host", host])
    return [web, *mail, *film, press, outside, ingest]


def run(*, host: str, port: int, address: str, is_demo: bool, web_workers: int, workers: int) -> None:
    """Bring everything up and stay until told to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):  # while preparing; a shell may have told us to ignore the first
        signal.signal(number, signal.default_int_handler)
    with only_one(settings.DATA_DIR):
        refuse_taken_port(host, port)
        bring_up_to_date()
        accounts = make_demonstration() if is_demo else ""
        connections.close_all()
        asked = (host, port, address, accounts)
        threading.Thread(target=announce, args=asked, name="announce", daemon=True).start()
        Supervisor(programs(host=host, port=port, web_workers=web_workers, workers=workers)).run()


def announce(host: str, port: int, address: str, accounts: str) -> None:
    """Say where the school is once it really answers."""
    while not is_answering(host, port):
        time.sleep(ASK_SECONDS)
    typer.echo(f"\n{accounts}\n" if accounts else "")
    typer.echo(f"The school is up: {address}   (Ctrl-C stops it)")


def is_answering(host: str, port: int) -> bool:
    """Ask the school for its health, as its own host."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not listened on
    asked = http.client.HTTPConnection(reached, port, timeout=10)
    try:
        asked.request("GET", "/health/", headers={"Host": settings.ALLOWED_HOSTS[0]})
        return asked.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
