"""How fast a staff list becomes people: `python -m bench.people_import`.

Files of 1,000 and 10,000 people (XLSX, as a methodist has them) are read into a preview, applied, and undone, on a
database of their own. The limit is 5 s for applying 1,000; the peer is Kolibri, which took 95 s to import 1,000
people from its CSV on such a machine.
"""

import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any, TypeVar

import openpyxl

T = TypeVar("T")

LIMIT_SECONDS = 5.0
PEER_SECONDS = 95.0
LIMITED_SIZE = 1000
SIZES = (LIMITED_SIZE, 10_000)
BRANCHES = 40


def staff_file(count: int) -> io.BytesIO:
    """Make a list of `count` people with headings in an order of its own."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Сотрудники")
    sheet.append(["№ п/п", "Ф.И.О.", "Должность", "Филиал", "Эл. почта", "Телефон"])
    for n in range(count):
        sheet.append(
            [n, f"Иванова Анна Петровна {n}", "библиотекарь", f"филиал № {n % BRANCHES + 1}", f"p{n}@example.ru", n]
        )
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def timed(words: str, count: int, act: Callable[[], T]) -> tuple[T, float]:
    """Do `act`, print how long it took and how many rows a second that is."""
    begun = time.perf_counter()
    made = act()
    seconds = time.perf_counter() - begun
    print(f"{count:>6} people  {words:<22}{seconds:8.2f} s {count / seconds:10.0f} rows/s")
    return made, seconds


def measure(count: int) -> float:
    """Take a list of `count` people through preview, applying and undoing; return the seconds of applying."""
    from nastavnik.core.clock import now  # noqa: PLC0415 -- Django must be set up first
    from nastavnik.people import services  # noqa: PLC0415 -- the same
    from nastavnik.people.enums import Place, PlaceKind  # noqa: PLC0415 -- the same
    from nastavnik.people.permissions import SYSTEM  # noqa: PLC0415 -- the same

    place = Place(PlaceKind.SCHOOL, count)
    owner = services.add_organisation(actor=SYSTEM, place=place, name=f"Сеть {count}", now=now())
    for n in range(BRANCHES):
        services.add_library(
            actor=SYSTEM, place=place, organisation=owner, name=f"Библиотека {n}", number=n + 1, now=now()
        )
    file = staff_file(count)
    size = len(file.getvalue())
    uploaded, _seconds = timed(
        "read into a preview",
        count,
        lambda: services.upload_staff_list(
            actor=SYSTEM, place=place, file=file, size=size, file_name="staff.xlsx", now=now()
        ),
    )
    words: dict[str, Any] = {"actor": SYSTEM, "place": place, "token": uploaded.token}
    _applied, seconds = timed(
        "applied",
        count,
        lambda: services.apply_staff_list(**words, place_title="Школа", now=now(), is_inviting=False),
    )
    timed("undone", count, lambda: services.undo_staff_list(**words, now=now()))
    return seconds


def main() -> int:
    """Measure every size on a fresh database; fail when the limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "NASTAVNIK_DATA": folder,
            "LOG_LEVEL": "ERROR",
            "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings",
        }
        import django  # noqa: PLC0415 -- the data folder must be named first
        from django.core.management import call_command  # noqa: PLC0415 -- the same

        django.setup()
        call_command("migrate", verbosity=0)
        seconds = {count: measure(count) for count in SIZES}
    limited = seconds[LIMITED_SIZE]
    print(
        f"limit {LIMIT_SECONDS:.0f} s for {LIMITED_SIZE}: {limited:.2f} s; Kolibri {PEER_SECONDS:.0f} s: {PEER_SECONDS / limited:.0f} times as long"
    )
    return 0 if limited <= LIMIT_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
