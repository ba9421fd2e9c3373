"""Several deeds at the same moment, each in a thread and with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from nastavnik.core.errors import Refusal


def all_at_once(deeds) -> list[str]:
    """Do these at the same moment; return what became of each: nothing, or the name of its refusal."""
    gate = Barrier(len(deeds))

    def do(deed) -> str:
        gate.wait(timeout=10)
        try:
            deed()
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(do, deeds))
