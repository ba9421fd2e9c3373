"""Puts the commands together; Django is set up before any of them is imported."""

from typing import Annotated

import django
import typer
from django.core.management import call_command

django.setup()

from nastavnik.cli import doctor, publish, up, users  # noqa: E402 -- they need Django's apps


def demo() -> None:
    """Make the demonstration school (short name `demo`); running it twice changes nothing."""
    call_command("migrate", verbosity=0)
    call_command("demo")


def worker(queues: Annotated[str, typer.Option(help="comma-separated")] = "default,video") -> None:
    """Do the background work until stopped; `up` starts two of these."""
    call_command("worker", queues=queues)


def manage() -> None:
    """Run one of Django's own commands: nastavnik manage help."""


def register(app: typer.Typer) -> None:
    """Put every command into `app`."""
    for command in (up.up, demo, doctor.doctor, publish.publish, worker, manage):
        app.command()(command)
    app.add_typer(users.app, name="user")
