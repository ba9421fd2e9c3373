"""The command `nastavnik`: everything an operator does from the shell.

Exit codes: 0 done; 1 it did not work, and why was said; 2 the command line was wrong; 3 (publish) the film was refused.
"""

import os
import sys
from typing import Annotated

import typer

from nastavnik import __version__

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nastavnik.config.settings")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Nastavnik, the online school for library networks. All data lies in one folder: NASTAVNIK_DATA (now ./data).",
    epilog="Exit codes: 0 done · 1 did not work, the reason was said · 2 wrong command line · 3 the film was refused",
)


def version(is_wanted: bool) -> None:
    """Print the version and leave."""
    if is_wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="say it and leave")
    ] = False,
) -> None:
    """Take the options that every command has."""


def main() -> None:
    """Run the command line. `nastavnik manage …` goes to Django as it stands."""
    if sys.argv[1:2] == ["manage"]:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 -- only this path needs it so early

        execute_from_command_line(["nastavnik manage", *sys.argv[2:]])
        return
    from nastavnik.cli import commands  # noqa: PLC0415 -- they need the settings that were named above

    commands.register(app)
    app()
