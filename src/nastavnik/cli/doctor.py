"""`nastavnik doctor`: is everything as it should be, and if not, what to do."""

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import typer
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseError

from nastavnik.core import clock
from nastavnik.core.ids import new_token
from nastavnik.core.queue.health import queue_health
from nastavnik.video.ffmpeg.binary import FfmpegMissing, find_ffmpeg

LITTLE_DISK = 20 * 2**30
NO_DISK = 2 * 2**30
LONG_WAIT_SECONDS = 120


class Mark(StrEnum):
    """How a thing is."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `advice` says what to do when it is not well."""

    what: str
    mark: Mark
    told: str
    advice: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="a list of findings as JSON")] = False,
) -> None:
    """Check database, storage, ffmpeg, queue, mail and disk; say what to do. Exit code 1 when something fails."""
    findings = [look_at(check) for check in CHECKS]
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            typer.echo(f"{finding.mark:5} {finding.what:12} {finding.told}")
            if finding.advice:
                typer.echo(f"{'':18} -> {finding.advice}")
    raise typer.Exit(1 if any(finding.mark == Mark.FAIL for finding in findings) else 0)


def look_at(check: Callable[[], Finding]) -> Finding:
    """Run one check; one that breaks is itself a finding, and the others go on."""
    try:
        return check()
    except Exception as error:  # noqa: BLE001 -- whatever is broken is what the doctor is asked about
        return Finding(check.__name__, Mark.FAIL, f"{type(error).__name__}: {error}", "see the log for this object")


def database() -> Finding:
    """Reachable, migrated, and on SQLite in WAL mode."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding("database", Mark.FAIL, str(error).strip(), "check DATABASE_URL and that the server runs")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return Finding("database", Mark.FAIL, f"{missing} migrations are missing", "nastavnik manage migrate")
    return Finding("database", Mark.OK, f"{connection.vendor}, all migrations applied")


def storage() -> Finding:
    """A file can be written, read and removed."""
    name = default_storage.save(f"doctor/{new_token()}", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            is_well = file.read() == b"well"
    finally:
        default_storage.delete(name)
    where = urlsplit(settings.STORAGE_URL).hostname or settings.MEDIA_ROOT
    if is_well:
        return Finding("storage", Mark.OK, f"writable: {where}")
    return Finding("storage", Mark.FAIL, f"does not keep what is written: {where}", "check STORAGE_URL")


def ffmpeg() -> Finding:
    """The program is there and knows what films need."""
    try:
        found = find_ffmpeg(settings.FFMPEG)
    except FfmpegMissing:
        return Finding("ffmpeg", Mark.FAIL, "not found", "run make setup again, or name a program in FFMPEG")
    return Finding("ffmpeg", Mark.OK, f"{found.version} {found.path}")


def queue() -> Finding:
    """Every queue has a living worker, and nothing waits for long."""
    states = queue_health(now=clock.now())
    unserved = ", ".join(state.queue for state in states if not state.is_served)
    waited = max(state.oldest_waiting_seconds for state in states)
    told = f"{sum(state.waiting for state in states)} waiting (longest {waited:.0f} s)"
    if unserved:
        return Finding("queue", Mark.WARN, f"{told}; no worker for {unserved}", "nastavnik up")
    if waited > LONG_WAIT_SECONDS:
        return Finding("queue", Mark.WARN, told, "a long film is being made, or the worker hangs: see its log")
    return Finding("queue", Mark.OK, told)


def mail() -> Finding:
    """Letters can leave."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return Finding("mail", Mark.WARN, f"letters are kept in {settings.EMAIL_FILE_PATH}", "set MAIL_URL=smtp://…")
    try:
        with get_connection():
            return Finding("mail", Mark.OK, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers")
    except OSError as error:
        return Finding("mail", Mark.FAIL, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}: {error}", "check MAIL_URL")


def disk() -> Finding:
    """There is room for films."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = f"{free / 2**30:.0f} GiB free in {settings.DATA_DIR}"
    if free < NO_DISK:
        return Finding("disk", Mark.FAIL, told, "free some room: uploads are refused now")
    if free < LITTLE_DISK:
        return Finding("disk", Mark.WARN, told, "an hour of film needs about 3 GiB while it is being made")
    return Finding("disk", Mark.OK, told)


def secrets() -> Finding:
    """Nobody else on the machine can read the secret key."""
    path = Path(settings.DATA_DIR) / "secret-key"
    if not path.exists():
        return Finding("secrets", Mark.OK, "SECRET_KEY is given by the environment")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return Finding("secrets", Mark.FAIL, f"{path} can be read by others ({mode:o})", f"chmod 600 {path}")
    return Finding("secrets", Mark.OK, f"{path} is readable by its owner only")


def front() -> Finding:
    """Styles and scripts were built."""
    built = [path for folder in settings.STATICFILES_DIRS for path in Path(folder).rglob("*.css")]
    if not built:
        return Finding("front end", Mark.FAIL, "not built: pages come without style", "make setup")
    return Finding("front end", Mark.OK, "built")


def clock_data() -> Finding:
    """Time zones are known, and scratch files can be written."""
    with tempfile.TemporaryFile() as file:
        file.write(b"well")
    if settings.TIME_ZONE not in available_timezones():
        return Finding("time zones", Mark.FAIL, f"{settings.TIME_ZONE} is not known", "install tzdata")
    return Finding("time zones", Mark.OK, f"{settings.TIME_ZONE}, process {os.getpid()} can write scratch files")


CHECKS: tuple[Callable[[], Finding], ...] = (
    database,
    storage,
    ffmpeg,
    queue,
    mail,
    disk,
    secrets,
    front,
    clock_data,
)
