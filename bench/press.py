"""A collection of 300 pages through the press: `python -m bench.press`.

30 articles with 60 pictures, 60 moments, 30 tables and 60 notes: as PDF for the screen, then in all four forms. What counts is how long a
person waits, beside it how long a processor worked: on a machine that does other things the first says little. Every form is pressed twice,
and must be the same bytes.
"""

import hashlib
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass

from bench._press_world import made_book

ARTICLES = 30
LEAST_PAGES = 290
PDF_LIMIT_SECONDS, PDF_LIMIT_MB = 10.0, 600.0
ALL_LIMIT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Spent:
    """What pressing took."""

    seconds: float
    processor_seconds: float


def processor_seconds() -> float:
    """Return how long processors worked for us and for what we started."""
    of_all = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in of_all)


def largest_child_mb() -> float:
    """Return the memory of the largest program that was started so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> int:
    """Press twice; fail when a limit is passed or the bytes differ."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"NASTAVNIK_DATA": folder, "DJANGO_SETTINGS_MODULE": "nastavnik.config.settings"}
        import django  # noqa: PLC0415 -- the data folder must be named first

        django.setup()
        return measure()


def measure() -> int:
    """Press the PDF, then all forms, and print what each took."""
    from nastavnik.publishing.press.book import Form  # noqa: PLC0415 -- Django must be set up first
    from nastavnik.publishing.press.pressing import press_book  # noqa: PLC0415 -- the same

    book = made_book(ARTICLES)
    prints: list[dict[str, str]] = []
    spent: list[Spent] = []
    memory = 0.0
    for forms in ([Form.SCREEN], [Form.SCREEN, Form.EPUB, Form.DOCX, Form.WEB]):
        began, worked = time.perf_counter(), processor_seconds()
        pressed = press_book(book, forms)
        spent.append(Spent(time.perf_counter() - began, processor_seconds() - worked))
        memory = memory or largest_child_mb()
        prints.append({str(form): hashlib.sha256(content).hexdigest() for form, content in pressed.files.items()})
        sizes = ", ".join(f"{form} {len(content) / 2**20:.1f} MB" for form, content in pressed.files.items())
        print(f"{pressed.pages[Form.SCREEN]} pages: {sizes}")
    is_same = prints[0]["screen"] == prints[1]["screen"]
    print(
        f"PDF                 {spent[0].seconds:6.1f} s, limit {PDF_LIMIT_SECONDS:.0f}; processors {spent[0].processor_seconds:.1f} s"
    )
    print(f"memory of the PDF   {memory:6.0f} MB, limit {PDF_LIMIT_MB:.0f}")
    print(
        f"all four forms      {spent[1].seconds:6.1f} s, limit {ALL_LIMIT_SECONDS:.0f}; processors {spent[1].processor_seconds:.1f} s"
    )
    print(
        f"the same bytes      {is_same}; others at work: load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    )
    is_quick = spent[0].seconds <= PDF_LIMIT_SECONDS and spent[1].seconds <= ALL_LIMIT_SECONDS
    return 0 if is_same and is_quick and memory <= PDF_LIMIT_MB and pressed.pages[Form.SCREEN] >= LEAST_PAGES else 1


if __name__ == "__main__":
    sys.exit(main())
