"""The database of `bench.coverage`, in a process of its own.

`make` a school with a crowd of viewers and print their passes, sign one of them in and print her `cookie`, tell which of the pieces that come in were `kept`, and at what
`rate` the database takes rows when nothing else is asked of it.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 -- Django was set up just above
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402 -- the same
from django.core.management import call_command  # noqa: E402 -- Django was set up just above
from django.db import connection, transaction  # noqa: E402 -- the same
from django.utils.module_loading import import_string  # noqa: E402 -- the same
from tests.video.factories import VideoFactory  # noqa: E402 -- the same

from nastavnik.core import clock  # noqa: E402 -- the same
from nastavnik.core.sealing import key_for  # noqa: E402 -- the same
from nastavnik.learning.models import WatchCoverage  # noqa: E402 -- the same
from nastavnik.learning.selectors.progress import PURPOSE  # noqa: E402 -- the same
from nastavnik.learning.watching import passes  # noqa: E402 -- the same
from nastavnik.learning.watching.seconds import unpacked  # noqa: E402 -- the same
from nastavnik.people.models import User  # noqa: E402 -- the same

SessionStore = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
VIEWERS = 2000
FILM_SECONDS = 3600
BATCH, BATCHES, ROWS = 100, 200, 2000


def make() -> list[str]:
    """Make the school; return the passes of its viewers, who opened the film a day ago and had time to watch all of it."""
    call_command("migrate", verbosity=0)
    film, now = VideoFactory(ready=True, duration_seconds=float(FILM_SECONDS)), clock.now()
    people = [User(email=f"viewer{number}@bench.example", joined_at=now) for number in range(VIEWERS)]
    User.objects.bulk_create(people)
    issued_at = int((now - timedelta(days=1)).timestamp())
    viewers = User.objects.filter(email__startswith="viewer").order_by("pk").values_list("pk", flat=True)
    allowed = [passes.Pass(user_id, film.pk, FILM_SECONDS, 0, issued_at) for user_id in viewers]
    return [passes.written(one, key_for(PURPOSE)) for one in allowed]


def cookie() -> str:
    """Sign a viewer in; return the cookie of her session as a browser sends it."""
    viewer, session = User.objects.filter(email__startswith="viewer").earliest("pk"), SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(viewer.pk), viewer.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def kept(pieces: list[tuple[str, int, int]]) -> list[bool]:
    """Tell of each piece (pass, begin, end) whether the database has all of it."""
    rows = {user: unpacked(bits) for user, bits in WatchCoverage.objects.values_list("user_id", "seconds")}
    found = []
    for allowed, begin, end in pieces:
        mask = (1 << (end - begin)) - 1
        found.append(rows.get(int(allowed.split(".")[0]), 0) >> begin & mask == mask)
    return found


def rate() -> float:
    """Return how many bitmaps of the film the database takes a second, in batches."""
    rows = [(number, os.urandom(FILM_SECONDS // 8)) for number in range(ROWS)]
    upsert = "INSERT INTO bench_bits VALUES (%s, %s) ON CONFLICT (id) DO UPDATE SET bits = excluded.bits"
    with connection.cursor() as cursor:
        kind = "bytea" if connection.vendor == "postgresql" else "BLOB"
        cursor.execute(f"CREATE TABLE bench_bits (id integer PRIMARY KEY, bits {kind})")
        began = time.perf_counter()
        for number in range(BATCHES):
            begin = number * BATCH % ROWS
            with transaction.atomic():
                cursor.executemany(upsert, rows[begin : begin + BATCH])
        return BATCH * BATCHES / (time.perf_counter() - began)


if __name__ == "__main__":
    deeds: dict[str, Callable[[], Any]] = {
        "make": make,
        "cookie": cookie,
        "rate": rate,
        "kept": lambda: kept(json.load(sys.stdin)),
    }
    json.dump(deeds[sys.argv[1]](), sys.stdout)
