"""`nastavnik worker`: does the work of the background."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from nastavnik.core.queue.worker import Worker

ALL_QUEUES = "default,video"


class Command(BaseCommand):
    """Run until asked to stop (SIGTERM or Ctrl-C)."""

    help = "Do the background work of the named queues."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queues", default=ALL_QUEUES, help="comma-separated (default: %(default)s)")
        parser.add_argument("--batch", action="store_true", help="end when nothing is left to do")

    def handle(self, *args: Any, queues: str, batch: bool, **options: Any) -> None:
        """Start a worker and hand it the signals."""
        autodiscover_modules("tasks", "queue.tasks")  # periodic tasks name themselves when they are imported
        worker = Worker([queue.strip() for queue in queues.split(",")], is_batch=batch)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, worker.shutdown)
        worker.run()
