"""`nastavnik search`: the index of the search, made anew."""

import time

import typer

from nastavnik.core import clock
from nastavnik.search import services


def rebuild() -> None:
    """Read everything anew, and tell how much that was."""
    began = time.monotonic()
    count = services.rebuild(now=clock.now())
    typer.echo(f"{count} films, lessons and handouts were read anew in {time.monotonic() - began:.0f} s.")
