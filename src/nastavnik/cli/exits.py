"""What the exit code of `nastavnik` means. Listed in docs/operate/running.md."""

from enum import IntEnum
from typing import NoReturn

import typer


class Exit(IntEnum):
    """The exit codes; 2 is the command line's own word for "used wrongly"."""

    DONE = 0
    FAILED = 1
    USED_WRONGLY = 2
    ALREADY_RUNNING = 3
    PORT_IN_USE = 4
    NOT_FOUND = 5
    REFUSED = 6


def stop_with(code: Exit, sentence: str) -> NoReturn:
    """Say why on the error channel and end the command."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
