"""Make the demonstration school: `nastavnik demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from nastavnik.core.clock import now
from nastavnik.portal.management.demonstration import Demonstration, make_demonstration


class Command(BaseCommand):
    """Makes the school, or finds it made, and prints its address and its accounts."""

    help = "Make the demonstration school (running it twice changes nothing) and print its accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make and tell."""
        self.stdout.write(told(make_demonstration(now())))


def told(demonstration: Demonstration) -> str:
    """Return what a person reads in the terminal."""
    done = "The demonstration school is made" if demonstration.is_new else "The demonstration school is here already"
    width = max(len(account.email) for account in demonstration.accounts)
    lines = [f"{account.email:{width}}  {account.name}" for account in demonstration.accounts]
    return "\n".join(
        [f"{done}: {settings.BASE_URL}/", f"Accounts, all with the password {demonstration.password}", *lines]
    )
