"""`nastavnik worker` for Django's own command line: runs background tasks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nastavnik.core.queue.health import queue_names
from nastavnik.core.queue.worker import Worker


class Command(BaseCommand):
    """Runs background tasks until it is told to stop."""

    help = "Run background tasks: mail, films, periodic sweeps."
    requires_system_checks: list[str] = []  # they ran when the school started

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--queues", default=",".join(queue_names()), help="which queues, with commas between")
        parser.add_argument("--batch", action="store_true", help="run what waits now, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(queues=options["queues"].split(","))
        if options["batch"]:
            self.stdout.write(f"{worker.run_waiting()} tasks were run")
        else:
            worker.run()
