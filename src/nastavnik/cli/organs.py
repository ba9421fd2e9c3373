"""What the doctor looks at, one function each."""

import os
import re
import shutil
import socket
import stat
import subprocess
from collections.abc import Callable
from datetime import timedelta
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from nastavnik.cli.findings import Finding, fail, ok, warn
from nastavnik.config.env import KEY_FILE
from nastavnik.core import clock
from nastavnik.core.ids import new_token
from nastavnik.core.queue.health import QueueHealth, queue_health
from nastavnik.live.services.air import living_nodes
from nastavnik.publishing.press.running import FONTS, pandoc_path
from nastavnik.video.ffmpeg.binary import FfmpegMissing, find_ffmpeg, shield
from nastavnik.video.selectors.recognition import model_rows

GIB = 2**30
LITTLE_DISK = 20 * GIB
NO_DISK = 2 * GIB
LONG_WAIT_SECONDS = 120
ENCODERS = ("libx264", "aac")
SUMMER, WINTER = (clock.now().replace(month=month, day=1) for month in (7, 1))


def database() -> Finding:
    """It answers, has all tables, and on SQLite keeps a write-ahead log, so that readers never wait."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return fail(f"does not answer: {str(error).strip()}", "Check DATABASE_URL and that the server runs.")
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        return fail(f"{missing} migrations are not applied", "nastavnik manage migrate (`nastavnik up` does it too)")
    if connection.vendor == "sqlite":
        return sqlite_mode()
    return ok(f"{connection.vendor}, all migrations applied")


def sqlite_mode() -> Finding:
    """Look at the journal of SQLite: network folders and some disks refuse the write-ahead log."""
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
    if mode != "wal":
        return warn(f"sqlite in mode {mode}", "Keep the data folder on a local disk: readers wait for writers now.")
    return ok("sqlite in WAL mode, all migrations applied")


def storage() -> Finding:
    """A file can be written, read and removed."""
    where = urlsplit(settings.STORAGE_URL).hostname or settings.MEDIA_ROOT
    name = default_storage.save(f"doctor/{new_token()}", ContentFile(b"well"))
    try:
        with default_storage.open(name) as file:
            is_kept = file.read() == b"well"
    finally:
        default_storage.delete(name)
    return ok(f"writable: {where}") if is_kept else fail(f"loses what is written: {where}", "Check STORAGE_URL.")


def memory() -> Finding:
    """What web processes share: Redis, or nothing."""
    if not settings.ENV.redis_url:
        return ok("each web process has its own; many nodes need REDIS_URL")
    token = new_token()
    cache.set(token, "well", timeout=10)
    is_kept = cache.get(token) == "well"
    return ok("redis answers") if is_kept else fail("redis loses what is written", "Check REDIS_URL.")


def ffmpeg() -> Finding:
    """The program is there and can make what browsers play."""
    try:
        found = find_ffmpeg(settings.FFMPEG)
    except FfmpegMissing as error:
        return fail(f"not found: {error}", "Run `make setup` again, or name a program in FFMPEG.")
    listed = subprocess.run([found.path, "-hide_banner", "-encoders"], capture_output=True, text=True, timeout=30)  # noqa: PLW1510 -- an empty list is the answer then
    missing = [name for name in ENCODERS if not re.search(rf"^ [VA]\S+ {name} ", listed.stdout, re.MULTILINE)]
    if missing:
        return fail(f"{found.path} cannot encode {', '.join(missing)}", "Name another program in FFMPEG.")
    can = shield()
    if not (can.network and can.files):
        told = f"version {found.version}, not shielded from {'files' if can.network else 'network and files'}"
        return warn(told, "Linux 5.13 or newer with Landlock shields the server from hostile films.")
    return ok(f"version {found.version or 'unknown'}, H.264 and AAC, shielded: {found.path}")


def press() -> Finding:
    """Both programs that press books are there, and the letters that they set."""
    try:
        told = subprocess.run([pandoc_path(), "--version"], capture_output=True, text=True, timeout=30, check=True)
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return fail(f"no pandoc: {error}", "Run `make setup` again: books and documents need it.")
    if find_spec("typst") is None or not FONTS.is_dir():
        return fail("no Typst, or no fonts", "Run `make setup` again: books, certificates and papers need them.")
    return ok(f"{told.stdout.partition(chr(10))[0]}, Typst {version('typst')}")


def speech() -> Finding:
    """A model recognises speech, and its program is installed. Without one everything else works."""
    rows = model_rows()
    if not rows:
        return ok("no model: films are not recognised; `nastavnik models list` names some")
    missing = sorted({row.missing for row in rows if row.missing})
    told = ", ".join(f"{row.name} ({row.language or 'many languages'})" for row in rows)
    if missing:
        return warn(told, f"The program for some of them is not installed: {', '.join(missing)}.")
    return ok(told)


def queue() -> Finding:
    """Every queue has a living worker, and nothing waits for long."""
    states = queue_health(now=clock.now())
    told = "; ".join(queue_words(state) for state in states)
    unserved = [state.name for state in states if not state.is_served]
    if unserved:
        advice = f"Nothing works on: {', '.join(unserved)}. Start the school (`nastavnik up`) or `nastavnik worker`."
        has_waiting = any(state.waiting for state in states if not state.is_served)
        return fail(told, advice) if has_waiting else warn(told, advice)
    if any(state.oldest_waiting_seconds > LONG_WAIT_SECONDS for state in states):
        return warn(told, "Either a long film is being made, or more workers are needed: nastavnik up --workers 2")
    if any(state.failed for state in states):
        return warn(told, "Given up after five attempts; the log and /admin/ say why.")
    return ok(told)


def queue_words(state: QueueHealth) -> str:
    """Return one queue in words."""
    waiting = f"{state.waiting} waiting"
    if state.waiting:
        waiting += f" (since {timedelta(seconds=round(state.oldest_waiting_seconds))})"
    failed = f", {state.failed} failed" if state.failed else ""
    return f"{state.name}: {state.workers} workers, {state.running} running, {waiting}{failed}"


def ingest() -> Finding:
    """A node takes broadcasts in, and OBS can reach it."""
    nodes = living_nodes(now=clock.now())
    if not nodes:
        return warn("nothing takes broadcasts in", "Start the school (`nastavnik up`) or `nastavnik ingest`.")
    told = ", ".join(f"{node.name} ({node.encoding_speed:.1f} times real time)" for node in nodes)
    if settings.RTMP_PORT and not is_listened_to(settings.RTMP_HOST or "127.0.0.1", settings.RTMP_PORT):
        advice = f"Port {settings.RTMP_PORT} is taken by another program or closed: set RTMP_PORT. Browsers can send."
        return warn(f"{told}; no RTMP for OBS on this machine", advice)
    return ok(told)


def is_listened_to(host: str, port: int) -> bool:
    """Tell whether somebody answers there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared, not listened on
    try:
        with socket.create_connection((reached, port), timeout=3):
            return True
    except OSError:
        return False


def mail() -> Finding:
    """Letters can leave."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        kept = f"letters leave for nowhere, they are kept in {settings.EMAIL_FILE_PATH}"
        return warn(kept, "Set MAIL_URL=smtp://user:password@host:587 so that people get their letters.")
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        with get_connection():
            return ok(f"{server} takes letters from {settings.DEFAULT_FROM_EMAIL}")
    except OSError as error:
        return fail(f"{server}: {error}", "Check MAIL_URL; letters wait in the outbox until it answers.")


def disk() -> Finding:
    """There is room for films."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    told = f"{free / GIB:.0f} GiB free in {settings.DATA_DIR}"
    if free < NO_DISK:
        return fail(told, "Make room: uploads are refused.")
    if free < LITTLE_DISK:
        return warn(told, "An hour of film needs about 3 GiB while it is being made.")
    return ok(told)


def secrets() -> Finding:
    """Nobody else on the machine can read the secret key."""
    path = Path(settings.DATA_DIR) / KEY_FILE
    if not path.exists():
        return ok("SECRET_KEY comes from the environment")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        return fail(f"{path} can be read by others (mode {mode:o})", f"chmod 600 {path}")
    return ok(f"{path} is readable by its owner only")


def front_end() -> Finding:
    """Styles and scripts were built."""
    if finders.find("styles.css") is None:
        return fail("not built: pages come without style", "make setup")
    return ok("built")


def time_zones() -> Finding:
    """The machine's or the package's table of time zones is there and knows Moscow's."""
    zone = ZoneInfo(settings.TIME_ZONE)
    offsets = {moment.astimezone(zone).utcoffset() for moment in (SUMMER, WINTER)}
    told = ", ".join(sorted(f"UTC{offset / timedelta(hours=1):+g}" for offset in offsets if offset is not None))
    return ok(f"{settings.TIME_ZONE} is {told}")


def processes() -> Finding:
    """The system allows enough open files for a room full of viewers."""
    limit = os.sysconf("SC_OPEN_MAX")
    few = 4096
    if limit < few:
        return warn(f"{limit} open files allowed", "ulimit -n 65536 (LimitNOFILE= in systemd): each viewer needs one.")
    return ok(f"{limit} open files allowed, {len(os.sched_getaffinity(0))} cores")


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "storage": storage,
    "memory": memory,
    "ffmpeg": ffmpeg,
    "press": press,
    "speech": speech,
    "queue": queue,
    "ingest": ingest,
    "mail": mail,
    "disk": disk,
    "secrets": secrets,
    "front end": front_end,
    "time zones": time_zones,
    "processes": processes,
}
