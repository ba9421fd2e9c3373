"""The web server: granian with one ASGI application, so that everything is under one address."""

import os
import resource
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from nastavnik.cli.orphans import die_with
from nastavnik.cli.school import loading_for_good
from nastavnik.config.logs import logging_config

MOST_DEFAULT_WORKERS = 4
STOP_SECONDS = 10  # a page or a piece of a film may still go out; then open streams are cut
# Everybody in a room holds a connection for hours: beyond this number a process takes no further request at all.
MOST_REQUESTS = 16_384
WAITING_CONNECTIONS = 4096


def usual_workers() -> int:
    """Return how many web processes this machine gets when nobody says otherwise: one per core, four at most."""
    return min(len(os.sched_getaffinity(0)), MOST_DEFAULT_WORKERS)


def allow_many_connections() -> None:
    """Take as many open files as the system lets us have: each listener of a room needs one, for as long as she listens."""
    _now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the school on `host:port` until told to stop."""
    allow_many_connections()
    server = Granian(
        "nastavnik.config.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers or usual_workers(),
        http=HTTPModes.http1,
        log_level=LogLevels.warning,
        log_dictconfig=logging_config("INFO"),
        respawn_failed_workers=True,
        backlog=WAITING_CONNECTIONS,
        backpressure=MOST_REQUESTS,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


def load(parent: int) -> Any:
    """Return the application, in a web process of its own that dies with the server."""
    die_with(parent)
    with loading_for_good():
        from nastavnik.config.asgi import application  # noqa: PLC0415 -- Django is loaded after the fork

        return application
