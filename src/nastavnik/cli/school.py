"""The way from the command line into Django."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def loading_for_good() -> Iterator[None]:
    """Load what stays until the process ends: the collector of garbage would go through it again and again, a sixth of the start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load_school() -> None:
    """Read the settings and load the apps; a wrong setting ends the command with its name."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")
    with loading_for_good():
        django.setup()


def answer_at(host: str, port: int) -> str:
    """Make the address we listen on the school's own, unless the operator has named another; return it.

    Must be called before the settings are read.
    """
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 -- compared
    address = f"http://{shown}:{port}"
    os.environ.setdefault("BASE_URL", address)
    return address
