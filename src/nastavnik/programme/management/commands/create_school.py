"""`nastavnik manage create_school`: makes an empty school and its owner."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from nastavnik.core import clock
from nastavnik.core.dates import ZONE_NAMES
from nastavnik.core.errors import Refusal
from nastavnik.people.permissions import SYSTEM
from nastavnik.people.services.places import add_organisation
from nastavnik.programme import services


class Command(BaseCommand):
    """Makes a school without people; `nastavnik user add` makes its methodist."""

    help = "Make an empty school. Then make its methodist: nastavnik user add --help"

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what a school needs."""
        parser.add_argument("--slug", required=True, help="short name in Latin letters, for commands")
        parser.add_argument("--title", required=True, help="how the school is called")
        parser.add_argument("--owner", required=True, help="full name of the organisation that answers for it")
        parser.add_argument("--host", default="", help="host name of its own, such as school.example.ru")
        parser.add_argument("--path", default="", help="first word of its addresses, when several schools share a host")
        parser.add_argument("--time-zone", default="Europe/Moscow", choices=list(ZONE_NAMES), help="its clock")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the owner and the school, both or neither."""
        now = clock.now()
        words = {name: options[name] for name in ("slug", "title", "host", "path", "time_zone")}
        try:
            with transaction.atomic():
                owner = add_organisation(actor=SYSTEM, place=None, name=options["owner"], now=now)
                school = services.create_school(actor=SYSTEM, owner=owner, now=now, **words)
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(f"{school.title}: {school.base_url}/")
